"""Where a run's computer is not a whole one: a virtual machine, a container, limits, a battery.

Each function reads files below *root* (`/` but for tests) and gives None where they do not tell.
Formats: the kernel's `admin-guide/cgroup-v2` and `admin-guide/cgroup-v1`, proc_pid_mountinfo(5).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

ROOT = Path("/")
MARKS = (".dockerenv", "run/.containerenv")
CONTAINERS = re.compile(r"docker|kubepods|libpod|lxc|containerd")
NO_LIMIT = 2**60
"""Bytes; version 1 of cgroups writes the largest number of pages where there is no limit."""


def hypervisor(root: Path = ROOT) -> bool | None:
    """Whether this is a virtual machine, by the flag that x86 processors have for it."""
    flags = re.search(r"^flags\s*:(.*)$", _text(root / "proc/cpuinfo") or "", re.MULTILINE)
    return None if flags is None else "hypervisor" in flags.group(1).split()


def container(root: Path = ROOT) -> bool | None:
    """Whether this process runs in a container: by its marks, its cgroup or its root's overlay."""
    if any((root / mark).exists() for mark in MARKS):
        return True
    groups, mounts = _text(root / "proc/self/cgroup"), _text(root / "proc/self/mountinfo")
    if groups is None and mounts is None:
        return None
    overlay = re.search(r"^\S+ \S+ \S+ \S+ / .* - overlay ", mounts or "", re.MULTILINE)
    return CONTAINERS.search(groups or "") is not None or overlay is not None


def cpu_quota(root: Path = ROOT) -> float | None:
    """CPUs that this process's cgroups let it use at most: 0.5 is half of one."""
    return _tightest(_quota(folder) for folder in _cgroups(root, "cpu"))


def memory_limit(root: Path = ROOT) -> int | None:
    """Bytes of memory that this process's cgroups let it use at most."""
    return _tightest(_memory(folder) for folder in _cgroups(root, "memory"))


def battery(root: Path = ROOT) -> bool | None:
    """Whether the computer has a battery, as laptops do."""
    supplies = root / "sys/class/power_supply"
    return any(supplies.glob("BAT*")) if supplies.is_dir() else None


def _cgroups(root: Path, controller: str) -> Iterator[Path]:
    """Folders of this process's cgroup and of all above it, in the trees of either version."""
    for line in (_text(root / "proc/self/cgroup") or "").splitlines():
        controllers, _, path = line.partition(":")[2].partition(":")
        if controllers == "":
            trees = (".", "unified")
        elif controller in controllers.split(","):
            trees = (controller, controllers)
        else:
            continue
        # In a container the path may be the host's, and the tree begins at the container's own group.
        names = [name for name in path.split("/") if name not in ("", "..")]
        for tree in trees:
            for depth in range(len(names), -1, -1):
                yield (root / "sys/fs/cgroup" / tree).joinpath(*names[:depth])


def _quota(folder: Path) -> float | None:
    text = _text(folder / "cpu.max")
    if text is None:
        quota, period = _text(folder / "cpu.cfs_quota_us"), _text(folder / "cpu.cfs_period_us")
        text = f"{quota} {period}"
    match = re.fullmatch(r"([0-9]+) ([1-9][0-9]*)", text)  # not "max 100000", nor "-1 100000"
    return int(match.group(1)) / int(match.group(2)) if match is not None else None


def _memory(folder: Path) -> int | None:
    text = _text(folder / "memory.max") or _text(folder / "memory.limit_in_bytes") or ""
    match = re.fullmatch(r"[0-9]+", text)  # not "max"
    limit = int(match.group()) if match is not None else NO_LIMIT
    return limit if limit < NO_LIMIT else None


N = TypeVar("N", int, float)


def _tightest(limits: Iterable[N | None]) -> N | None:
    return min((limit for limit in limits if limit is not None), default=None)


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return None
