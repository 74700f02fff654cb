"""One energy tracker per host and run."""

from pathlib import Path

from cardgen.tracking.host import HostLock


def test_the_second_process_of_a_run_finds_its_host_taken(tmp_path: Path) -> None:
    first, second = HostLock(tmp_path / "r"), HostLock(tmp_path / "r")
    taken = first.take(), second.take()
    first.release()
    taken += (second.take(),)
    second.release()
    assert taken == (True, False, True)


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
