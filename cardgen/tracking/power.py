"""Adapter to CodeCarbon's offline tracker: cumulative energy by component and how it was obtained.

CodeCarbon has no public field for the method, so it is read from private attributes, here and
nowhere else, for the versions in `KNOWN`; what is not recognised is "unknown", never "measured".
cardgen drives the measurements itself, never uses the task interface, and keeps no emissions or
location.
Needs CodeCarbon (MIT licence), tested with 3.3.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cardgen.run_energy import EnergyComponent

KNOWN = ("3.",)
LOG_LEVEL = "CODECARBON_LOG_LEVEL"
_STARTING = threading.Lock()
NEVER = 10 * 365 * 86400
"""Seconds; the tracker's own schedule is not used, or both would count the same energy."""
HARDWARE = {
    "cpu": {"CPU", "AppleSiliconChip", "Raspberry"},
    "gpu": {"GPU", "AppleSiliconChip"},
    "ram": {"RAM", "Raspberry"},
}
COUNTERS = frozenset({"intel_rapl", "windows_emi", "intel_power_gadget"})


class NoTrackerError(Exception):
    """There is no tracker; the text says why."""


class PowerTracker:
    """A running CodeCarbon tracker of this host."""

    def __init__(self, country: str | None) -> None:
        """Start it; takes one to three seconds the first time in a process.

        Raises:
            NoTrackerError: CodeCarbon is missing, unknown, or could not start.
        """
        with _STARTING, _quiet():
            try:
                import codecarbon
            except ImportError as error:
                message = "codecarbon is not installed"
                raise NoTrackerError(message) from error
            self.name = f"codecarbon {codecarbon.__version__}"
            if not codecarbon.__version__.startswith(KNOWN):
                message = f"{self.name} is not a version that cardgen knows how to read"
                raise NoTrackerError(message)
            self._tracker = _start(codecarbon.OfflineEmissionsTracker, country)
        self.pue = float(self._tracker._pue)  # noqa: SLF001 - the adapter's purpose

    def sample(self) -> dict[str, float | None]:
        """Measure now; cumulative kWh by component since the start, None without such a device."""
        tracker = self._tracker
        # Its own variant that skips what is younger than 50 ms would end a short phase where it began.
        tracker._measure_power_and_energy()  # noqa: SLF001 - the adapter's purpose
        present = {name for name, classes in HARDWARE.items() if classes & self._hardware()}
        totals = {
            "cpu": tracker._total_cpu_energy,  # noqa: SLF001
            "gpu": tracker._total_gpu_energy,  # noqa: SLF001
            "ram": tracker._total_ram_energy,  # noqa: SLF001
        }
        return {
            f"{name}_kwh": float(total.kWh) if name in present else None
            for name, total in totals.items()
        }

    def _hardware(self) -> set[str]:
        return {type(item).__name__ for item in self._tracker._hardware}  # noqa: SLF001

    def components(self) -> tuple[EnergyComponent, ...]:
        """How the energy of CPU, GPU and RAM is obtained at this moment."""
        hardware = {type(item).__name__: item for item in self._tracker._hardware}  # noqa: SLF001
        return (
            _cpu(hardware, self._tracker),
            _gpu(hardware.get("GPU"), apple=hardware.get("AppleSiliconChip")),
            _ram(hardware.get("RAM")),
        )

    def stop(self) -> None:
        """End the tracker's threads.

        Not by its own `stop`, which works out emissions, over the network when the user's CodeCarbon
        settings hold a token.
        """
        for name in ("_scheduler", "_scheduler_monitor_power"):
            getattr(self._tracker, name).stop()


@contextmanager
def _quiet() -> Iterator[None]:
    """CodeCarbon without messages: two come before it looks at its `log_level` argument."""
    before = os.environ.get(LOG_LEVEL)
    os.environ[LOG_LEVEL] = "critical"
    try:
        yield
    finally:
        os.environ.pop(LOG_LEVEL, None)
        if before is not None:
            os.environ[LOG_LEVEL] = before


def _start(offline_tracker: Any, country: str | None) -> Any:
    tracker = offline_tracker(
        country_iso_code=country,
        measure_power_secs=NEVER,
        api_call_interval=-1,
        output_methods=[],
        tracking_mode="machine",
        log_level="critical",
        pue=1.0,
        allow_multiple_runs=True,
    )
    if not hasattr(tracker, "_hardware"):
        # Its constructor swallows every error.
        message = "codecarbon's tracker could not be made"
        raise NoTrackerError(message)
    tracker.start()
    if getattr(tracker, "_start_time", None) is None:
        message = "codecarbon's tracker did not start"
        raise NoTrackerError(message)
    return tracker


def _cpu(hardware: dict[str, Any], tracker: Any) -> EnergyComponent:
    chip = hardware.get("CPU")
    if chip is None:
        for name, detail in (("AppleSiliconChip", "powermetrics"), ("Raspberry", "raspberry")):
            if name in hardware:
                return EnergyComponent(component="cpu", method="counter", detail=detail)
        return EnergyComponent(component="cpu", method="none")
    mode = getattr(chip, "_mode", None)
    tdp = getattr(chip, "_tdp", None)
    model = getattr(chip, "_model", None) or None
    load = mode == "cpu_load"
    return EnergyComponent(
        component="cpu",
        method=_cpu_method(chip, mode),
        detail=_cpu_detail(mode, tracker),
        tdp_w=float(tdp) if tdp is not None and (load or mode == "constant") else None,
        generic_tdp=_is_generic(model, tdp, tracker) if load or mode == "constant" else None,
        device=model,
    )


def _cpu_method(chip: Any, mode: str | None) -> Any:
    if mode == "cpu_load":
        return "load_model"
    if mode == "constant":
        return "constant"
    if mode not in COUNTERS:
        return "unknown"
    files = getattr(getattr(chip, "_intel_interface", None), "_rapl_files", None)
    # Without a file to read, CodeCarbon says RAPL and adds up nothing.
    return "none" if mode == "intel_rapl" and not files else "counter"


def _cpu_detail(mode: str | None, tracker: Any) -> str | None:
    forced = getattr(tracker, "_force_cpu_power", None)
    if mode == "cpu_load" and forced is not None:
        return f"{mode}, with {forced} W from CodeCarbon's configuration"
    return mode


def _is_generic(model: str | None, tdp: float | None, tracker: Any) -> bool:
    """Whether the TDP is a guess (4 W a thread, 85 W); CodeCarbon's own flag is not reliable."""
    if tdp is None or getattr(tracker, "_force_cpu_power", None) is not None:
        return False
    return not _in_table(model)


def _in_table(model: str | None) -> bool:
    if model is None:
        return False
    from codecarbon.core.cpu import TDP

    return TDP()._get_cpu_power_from_registry(model) is not None  # noqa: SLF001


def _gpu(gpu: Any, *, apple: Any) -> EnergyComponent:
    if gpu is None:
        return EnergyComponent(component="gpu", method="none")
    devices = list(getattr(getattr(gpu, "devices", None), "devices", []))
    names = sorted({str(getattr(device, "_gpu_name", "")) for device in devices} - {""})
    sampled = any(getattr(device, "_use_power_fallback", False) for device in devices)
    return EnergyComponent(
        component="gpu",
        method=("power_sampling" if sampled else "counter") if devices else "none",
        detail=None if apple is None else "powermetrics",
        device=", ".join(names) or None,
    )


def _ram(ram: Any) -> EnergyComponent:
    if ram is None:
        return EnergyComponent(component="ram", method="none")
    forced = getattr(ram, "_force_ram_power", None)
    if forced is not None:
        detail = f"{forced} W from CodeCarbon's configuration"
        return EnergyComponent(component="ram", method="constant", detail=detail)
    return EnergyComponent(component="ram", method="model", detail="RAM power estimation model")
