"""The laptop run of 2022 with which the project began, as CodeCarbon's row and, if wanted, its log.

Time, ids, region and coordinates of the row are made up; its figures are those that were reported.
"""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

CSV = Path(__file__).parent / "data" / "codecarbon" / "laptop-2022" / "emissions.csv"
ENDED = datetime(2022, 5, 14, 16, 31, 7)  # noqa: DTZ001 - CodeCarbon's times have no zone
DURATION_S = 804.41
RAM_KWH = 0.00064142
COORDINATES = ("54.3217", "-1.2345", "a-made-up-region")
RAPL = "Tracking Intel CPU via RAPL interface"


def laptop(folder: Path, *, log: bool = False) -> Path:
    """The row, with its log beside it if wanted, in *folder*; the CSV's path."""
    folder.mkdir(parents=True, exist_ok=True)
    if log:
        (folder / "training.log").write_text(log_text(), encoding="utf-8")
    return Path(shutil.copy(CSV, folder / "emissions.csv"))


def log_text(cpu_w: float = 0.0, method: str = RAPL) -> str:
    """What CodeCarbon 2.1 logged: the method, then its sums each 15 s and at the end."""
    lines = [_line(0.0, method)]
    for at_s in (*range(15, int(DURATION_S), 15), DURATION_S):
        cpu, ram = cpu_w * at_s / 3.6e6, RAM_KWH * at_s / DURATION_S
        lines += [
            _line(at_s, f"Energy consumed for RAM : {ram:.6f} kWh. RAM Power : 2.866 W"),
            _line(
                at_s, f"Energy consumed for all CPUs : {cpu:.6f} kWh. All CPUs Power : {cpu_w} W"
            ),
            _line(at_s, f"{cpu + ram:.6f} kWh of electricity used since the begining."),
        ]
    return "".join(lines)


def _line(at_s: float, text: str) -> str:
    time = ENDED - timedelta(seconds=DURATION_S - at_s)
    return f"[codecarbon INFO @ {time:%H:%M:%S}] {text}\n"
