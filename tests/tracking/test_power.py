"""How the method is read from CodeCarbon's hardware objects."""

from types import SimpleNamespace
from typing import Any

import pytest

from cardgen.tracking import power


def chip(**fields: Any) -> Any:
    return SimpleNamespace(_mode="cpu_load", _tdp=65, _model="x", _cpu_count=2, **fields)


@pytest.mark.parametrize(
    ("mode", "files", "method"),
    [
        ("cpu_load", None, "load_model"),
        ("constant", None, "constant"),
        ("intel_rapl", ["package-0"], "counter"),
        ("intel_rapl", [], "none"),
        ("windows_emi", None, "counter"),
        ("something new", None, "unknown"),
        (None, None, "unknown"),
    ],
)
def test_the_method_follows_the_mode_and_unknown_is_never_a_counter(
    mode: str | None, files: list[str] | None, method: str
) -> None:
    interface = SimpleNamespace(_rapl_files=files)
    hardware = {
        "CPU": SimpleNamespace(_mode=mode, _tdp=65, _model=None, _intel_interface=interface)
    }
    found = power._cpu(hardware, SimpleNamespace(_force_cpu_power=None))
    assert (found.method, found.detail) == (method, mode)


def test_no_processor_hardware_is_none() -> None:
    assert power._cpu({}, SimpleNamespace()).method == "none"


def test_watts_given_by_the_user_are_named() -> None:
    found = power._cpu({"CPU": chip()}, SimpleNamespace(_force_cpu_power=100.0))
    assert (found.generic_tdp, found.detail) == (
        False,
        "cpu_load, with 100.0 W from CodeCarbon's configuration",
    )


def test_a_processor_that_is_not_in_the_table_has_a_generic_tdp() -> None:
    found = power._cpu(
        {"CPU": SimpleNamespace(_mode="cpu_load", _tdp=8, _model="AMD EPYC")},
        SimpleNamespace(_force_cpu_power=None),
    )
    assert (found.generic_tdp, found.tdp_w) == (True, 8.0)


@pytest.mark.parametrize(("fallback", "method"), [(False, "counter"), (True, "power_sampling")])
def test_a_gpu_without_a_counter_is_sampled(*, fallback: bool, method: str) -> None:
    device = SimpleNamespace(_use_power_fallback=fallback, _gpu_name="X")
    gpu = SimpleNamespace(devices=SimpleNamespace(devices=[device]))
    found = power._gpu(gpu, apple=None)
    assert (found.method, found.device) == (method, "X")


def test_no_gpu_is_none_and_ram_is_a_model() -> None:
    ram = power._ram(SimpleNamespace(_force_ram_power=None), raspberry=None)
    assert (power._gpu(None, apple=None).method, ram.method) == ("none", "model")


@pytest.mark.parametrize("component", ["cpu", "gpu"])
def test_an_apple_chip_and_a_raspberry_are_read_for_what_they_measure(component: str) -> None:
    apple = {"AppleSiliconChip": SimpleNamespace()}
    found = {
        "cpu": power._cpu(apple, SimpleNamespace()),
        "gpu": power._gpu(None, apple=SimpleNamespace()),
    }
    assert (found[component].method, found[component].detail) == ("counter", "powermetrics")


def test_a_raspberrys_memory_is_measured() -> None:
    found = power._ram(None, raspberry=SimpleNamespace())
    assert (found.method, found.detail) == ("counter", "raspberry")
