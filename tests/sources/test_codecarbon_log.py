"""CodeCarbon's log: what it tells of the method is told of one run."""

from pathlib import Path

from cardgen.sources._codecarbon_log import read_log

START = "[codecarbon INFO @ 10:00:00] [setup] CPU Tracking..."


def log(folder: Path, *lines: str) -> str | None:
    path = folder / "codecarbon.log"
    path.write_text("\n".join(lines))
    found = read_log(path, path.name)
    assert found is not None
    return None if found.method is None else found.method[0]


def test_the_method_of_an_earlier_run_is_not_that_of_the_next(tmp_path: Path) -> None:
    counter = "[codecarbon INFO @ 10:00:01] Tracking Intel CPU via RAPL interface"
    sums = (
        "[codecarbon INFO @ 10:00:16] Energy consumed for all CPUs : 0.000100 kWh. Power : 24.0 W"
    )
    assert log(tmp_path, START, counter, sums) == "counter"
    assert log(tmp_path, START, counter, sums, START, sums) is None
