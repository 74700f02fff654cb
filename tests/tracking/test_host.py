"""One energy tracker per host and run."""

import os
from pathlib import Path

import pytest

from cardgen.tracking.host import HostLock


def test_the_second_process_of_a_run_finds_its_host_taken(tmp_path: Path) -> None:
    first, second = HostLock(tmp_path / "r"), HostLock(tmp_path / "r")
    taken = first.take(), second.take()
    first.release()
    taken += (second.take(),)
    second.release()
    assert taken == (True, False, True)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs locks on files")
def test_a_lock_whose_file_was_removed_meanwhile_is_taken_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (HostLock(tmp_path / "r") for _ in range(3))
    assert first.take()
    opened = second._lock._open

    def open_before_the_first_ends() -> int:
        descriptor = opened()
        first.release()
        return descriptor

    monkeypatch.setattr(second._lock, "_open", open_before_the_first_ends)
    taken = second.take(), third.take()
    second.release()
    assert taken == (True, False)


def test_a_released_lock_leaves_no_file(tmp_path: Path) -> None:
    lock = HostLock(tmp_path / "r")
    assert lock.take() and lock._lock.path.exists()
    lock.release()
    assert not lock._lock.path.exists()


def test_two_projects_may_use_one_run_id(tmp_path: Path) -> None:
    first, second = HostLock(tmp_path / "a" / "r"), HostLock(tmp_path / "b" / "r")
    taken = first.take(), second.take()
    first.release()
    second.release()
    assert taken == (True, True)


def test_a_file_in_the_way_costs_no_energy(tmp_path: Path) -> None:
    lock = HostLock(tmp_path / "r")
    lock._lock.path.mkdir()  # stands for a file that another user left there
    taken = lock.take()
    lock._lock.path.rmdir()
    assert taken
