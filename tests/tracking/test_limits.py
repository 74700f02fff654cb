"""Virtual machines, containers, cgroups and batteries, from fake trees of files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cardgen.tracking import limits

UNLIMITED = 9223372036854771712


def tree(root: Path, files: dict[str, object]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{content}\n")
    return root


@pytest.mark.parametrize(
    ("cpuinfo", "expected"),
    [
        ("processor\t: 0\nflags\t\t: fpu vme hypervisor lahf_lm\n", True),
        ("processor\t: 0\nflags\t\t: fpu vme not_hypervisor\n", False),
        ("processor\t: 0\nFeatures\t: fp asimd\n", None),
    ],
)
def test_the_processors_flag_tells_a_virtual_machine(
    tmp_path: Path, cpuinfo: str, expected: bool | None
) -> None:
    assert limits.hypervisor(tree(tmp_path, {"proc/cpuinfo": cpuinfo})) is expected


OVERLAY = "100 99 0:50 / / rw,relatime - overlay overlay rw,lowerdir=/l\n101 100 0:5 / /proc rw - proc proc rw"
DISK = "22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n40 22 0:50 / /mnt rw - overlay overlay rw"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({".dockerenv": ""}, True),
        ({"run/.containerenv": ""}, True),
        ({"proc/self/cgroup": "0::/kubepods.slice/pod1/cri-containerd-2"}, True),
        ({"proc/self/cgroup": "0::/", "proc/self/mountinfo": OVERLAY}, True),
        ({"proc/self/cgroup": "0::/user.slice", "proc/self/mountinfo": DISK}, False),
    ],
)
def test_a_container_is_known_by_marks_cgroup_or_overlay(
    tmp_path: Path, files: dict[str, object], expected: bool
) -> None:
    assert limits.container(tree(tmp_path, files)) is expected


GROUP = "0::/a.slice/b.scope"
FIRST = "5:memory:/docker/1\n4:cpu,cpuacct:/docker/1\n1:name=systemd:/docker/1"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"sys/fs/cgroup/a.slice/b.scope/cpu.max": "50000 100000"}, 0.5),
        (  # the tightest of all that are above it
            {
                "sys/fs/cgroup/a.slice/b.scope/cpu.max": "400000 100000",
                "sys/fs/cgroup/a.slice/cpu.max": "150000 100000",
                "sys/fs/cgroup/cpu.max": "max 100000",
            },
            1.5,
        ),
        ({"sys/fs/cgroup/a.slice/b.scope/cpu.max": "max 100000"}, None),
        ({"sys/fs/cgroup/a.slice/b.scope/cpu.max": ""}, None),
        ({"sys/fs/cgroup/cpu.max": "200000 100000"}, 2.0),  # a container's own root
        ({}, None),
    ],
)
def test_the_quota_of_the_second_version_is_walked_up_to_the_root(
    tmp_path: Path, files: dict[str, object], expected: float | None
) -> None:
    assert limits.cpu_quota(tree(tmp_path, {"proc/self/cgroup": GROUP, **files})) == expected


@pytest.mark.parametrize(
    ("place", "quota", "expected"),
    [
        ("sys/fs/cgroup/cpu,cpuacct/docker/1", 250000, 2.5),
        ("sys/fs/cgroup/cpu/docker/1", 250000, 2.5),
        ("sys/fs/cgroup/cpu", 250000, 2.5),
        ("sys/fs/cgroup/cpu/docker/1", -1, None),
    ],
)
def test_the_quota_of_the_first_version_is_its_share_of_the_period(
    tmp_path: Path, place: str, quota: int, expected: float | None
) -> None:
    files = {
        "proc/self/cgroup": FIRST,
        f"{place}/cpu.cfs_quota_us": quota,
        f"{place}/cpu.cfs_period_us": 100000,
    }
    assert limits.cpu_quota(tree(tmp_path, files)) == expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"proc/self/cgroup": GROUP, "sys/fs/cgroup/a.slice/memory.max": 1 << 30}, 1 << 30),
        ({"proc/self/cgroup": GROUP, "sys/fs/cgroup/a.slice/memory.max": "max"}, None),
        (
            {
                "proc/self/cgroup": FIRST,
                "sys/fs/cgroup/memory/docker/1/memory.limit_in_bytes": UNLIMITED,
                "sys/fs/cgroup/memory/memory.limit_in_bytes": 1 << 31,
            },
            1 << 31,
        ),
        (
            {
                "proc/self/cgroup": FIRST,
                "sys/fs/cgroup/memory/docker/1/memory.limit_in_bytes": UNLIMITED,
            },
            None,
        ),
        (  # a path that leaves the tree
            {
                "proc/self/cgroup": "0::/../../x",
                "sys/fs/cgroup/memory.max": 5,
                "sys/x/memory.max": 1,
            },
            5,
        ),
    ],
)
def test_the_limit_of_memory_is_the_tightest_and_no_limit_is_none(
    tmp_path: Path, files: dict[str, object], expected: int | None
) -> None:
    assert limits.memory_limit(tree(tmp_path, files)) == expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"sys/class/power_supply/BAT0/status": "Full"}, True),
        ({"sys/class/power_supply/AC/online": "1"}, False),
        ({}, None),
    ],
)
def test_a_battery_makes_a_laptop(
    tmp_path: Path, files: dict[str, object], expected: bool | None
) -> None:
    assert limits.battery(tree(tmp_path, files)) is expected


@pytest.mark.parametrize(
    "function",
    [
        limits.hypervisor,
        limits.container,
        limits.cpu_quota,
        limits.memory_limit,
        limits.battery,
    ],
)
def test_what_no_file_tells_is_none(tmp_path: Path, function: Callable[[Path], object]) -> None:
    assert function(tmp_path) is None
