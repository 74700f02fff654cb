"""Fashion-MNIST: a small network learns which of ten kinds of clothing a picture shows.

The 70,000 pictures of 28 x 28 pixels are Zalando's; Debian packages them. `idx` reads the files,
`data` splits them; the rest is shared by the image demos (see `cardgen.demo`).
"""

from pathlib import Path

from cardgen.demo.needs import Demo

FOLDER = Path("/usr/share/datasets/fashion-mnist")
"""Where Debian's package `dataset-fashion-mnist` puts its files."""
FILES = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)

DEMO = Demo(
    files=tuple(FOLDER / name for name in FILES),
    install_files="apt-get install dataset-fashion-mnist (Debian and Ubuntu)",
)
