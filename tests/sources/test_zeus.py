"""The log of Zeus. No sample was at hand: the texts are as `zeus.monitor.energy` writes them."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cardgen.energy import consumption, factors
from cardgen.errors import InputError
from cardgen.run import Run
from cardgen.run_energy import EnergySample
from cardgen.sources import read_run
from cardgen.values import Method

HEADER = "start_time,window_name,elapsed_time,gpu0_energy,gpu1_energy\n"


def read(folder: Path, rows: str, header: str = HEADER) -> Run:
    path = folder / "zeus.csv"
    path.write_text(header + rows, encoding="utf-8")
    return read_run(path)


def samples(run: Run) -> list[EnergySample]:
    return list(run.energy[0].samples)


def test_windows_one_after_the_other_are_phases_and_sums(tmp_path: Path) -> None:
    run = read(
        tmp_path, "1700000000.0,train,10.0,3600.0,0.0\n1700000010.0,test,5.0,3600.0,3600.0\n"
    )
    assert (run.id, run.record.started, run.findings) == (
        "zeus-20231114T221320", "2023-11-14T22:13:20Z", (),
    )  # fmt: skip
    assert [(s.time_s, s.gpu_kwh, s.cpu_kwh) for s in samples(run)] == [
        (0.0, 0.0, None), (10.0, 0.001, None), (15.0, 0.003, None),
    ]  # fmt: skip
    assert [phase.name for phase in run.energy[0].phases] == ["train", "test"]


def test_a_window_inside_another_is_not_counted_twice(tmp_path: Path) -> None:
    run = read(tmp_path, "1700000001.0,epoch,5.0,1800.0,0.0\n1700000000.0,all,10.0,3600.0,0.0\n")
    assert samples(run)[-1].gpu_kwh == 0.001


def test_none_is_not_measured_and_zero_is_zero(tmp_path: Path) -> None:
    none = read(tmp_path, "1700000000.0,a,10.0,3600.0,None\n")
    zero = read(tmp_path, "1700000000.0,a,10.0,0.0,0.0\n")
    assert (samples(none)[-1].gpu_kwh, samples(zero)[-1].gpu_kwh) == (None, 0.0)


def test_time_between_windows_is_told(tmp_path: Path) -> None:
    run = read(tmp_path, "1700000000.0,a,10.0,1.0,1.0\n1700000100.0,b,10.0,1.0,1.0\n")
    assert [f.message for f in run.findings] == [
        "90 s between the windows of zeus.csv are not in the figures."
    ]


def test_cpu_and_dram_are_read_where_a_log_has_them(tmp_path: Path) -> None:
    header = "start_time,window_name,elapsed_time,cpu0_energy,dram0_energy\n"
    last = samples(read(tmp_path, "1700000000.0,a,10.0,3600.0,360.0\n", header))[-1]
    assert (last.cpu_kwh, last.ram_kwh, last.gpu_kwh) == (0.001, 0.0001, None)


def test_rapls_dram_is_a_counter_and_so_measured_with_a_range(tmp_path: Path) -> None:
    header = "start_time,window_name,elapsed_time,cpu0_energy,dram0_energy\n"
    run = read(tmp_path, "1700000000.0,a,100.0,36000.0,3600.0\n", header)
    (dram,) = consumption.readings(run, "ram", None)
    assert (dram.status, dram.words, dram.factors) == (
        Method.MEASURED, "hardware counter (intel_rapl)", factors.RAM_COUNTER,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("", "no window in it"),
        ("1700000000.0,a\n", "zeus.csv:2: another number of fields"),
        ("1700000000.0,a,ten,1.0,1.0\n", "zeus.csv:2: expected a number, found 'ten'"),
        ("-1,a,10.0,1.0,1.0\n", "zeus.csv:2: expected a Unix time"),
        ("1700000000.0,a,10.0,1.0,1.0\n1700000005.0,b,10.0,1.0,1.0\n", "overlap in part"),
    ],
)
def test_a_log_that_cannot_be_right_is_refused(tmp_path: Path, rows: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(tmp_path, rows)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.text(alphabet='0123456789.,-eanNo\n"x\0', max_size=200))
def test_any_rows_make_a_run_or_an_error(tmp_path: Path, rows: str) -> None:
    try:
        run = read(tmp_path, rows)
    except InputError:
        return
    assert run.energy[0].samples[-1].time_s >= 0


def test_how_a_gpu_was_read_is_not_said(tmp_path: Path) -> None:
    run = read(tmp_path, "1700000000.0,a,10.0,1.0,1.0\n")
    assert [(c.component, c.method) for c in run.energy[0].components] == [("gpu", "unknown")]
