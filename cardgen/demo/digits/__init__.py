"""Digits: a small network learns which digit was written, from 1,797 images of 8 x 8 pixels.

The images ship with scikit-learn, which copied them from the UCI Machine Learning Repository.
`data` reads and splits them; the rest is shared by the image demos (see `cardgen.demo`).
"""

from cardgen.demo.needs import Demo

DEMO = Demo(libraries=("sklearn",))
