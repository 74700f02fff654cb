"""Adapter to CodeCarbon's offline tracker: cumulative energy by component and how it was obtained.

CodeCarbon has no public field for the method, so it is read from private attributes, here and
nowhere else, for the versions in `KNOWN`; what is not recognised is "unknown", never "measured".
cardgen drives the measurements itself, never uses the task interface, and keeps no emissions or
location.
Needs CodeCarbon (MIT licence), tested with 3.2 and 3.3.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cardgen.run_energy import EnergyComponent, Reported

KNOWN = ("3.2.", "3.3.")
LOG_LEVEL = "CODECARBON_LOG_LEVEL"
_STARTING = threading.Lock()
NEVER = 10 * 365 * 86400
"""Seconds; the tracker's own schedule is not used, or both would count the same energy."""
HARDWARE = {
    "cpu": {"CPU", "AppleSiliconChip", "Raspberry"},
    "gpu": {"GPU", "AppleSiliconChip"},
    "ram": {"RAM", "Raspberry"},
}
FIGURES = frozenset(
    {
        "force_cpu_power",
        "force_mode_cpu_load",
        "force_ram_power",
        "gpu_ids",
        "rapl_include_dram",
        "rapl_prefer_psys",
    }
)
"""CodeCarbon's settings that change its energies here; cardgen gives the others that do (its scope
and PUE) itself, and takes neither its emissions nor its water."""
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
                known = " and ".join(minor.rstrip(".") for minor in KNOWN)
                message = f"{self.name} is not a version that cardgen knows how to read ({known})"
                raise NoTrackerError(message)
            self._tracker = _start(codecarbon.OfflineEmissionsTracker, country)
        self.pue = float(self._tracker._pue)  # noqa: SLF001 - the adapter's purpose
        self._read = _read_hardware(self._tracker)
        self.settings = _settings(self._tracker)
        """Names of the user's settings of CodeCarbon that change figures; never their values."""

    def sample(self) -> dict[str, float | None]:
        """Measure now; cumulative kWh by component since the start, None without such a device."""
        tracker = self._tracker
        _leave_lost_counters(tracker)
        # Its own variant that skips what is younger than 50 ms would end a short phase where it began.
        tracker._measure_power_and_energy()  # noqa: SLF001 - the adapter's purpose
        return {f"{name}_kwh": energy for name, energy in self._energies().items()}

    def _energies(self) -> dict[str, float | None]:
        """Cumulative kWh by component; CodeCarbon has 0 for one that it does not find."""
        return {
            name: float(getattr(self._tracker, f"_total_{name}_energy").kWh)
            if classes & self._read
            else None
            for name, classes in HARDWARE.items()
        }

    def components(self) -> tuple[EnergyComponent, ...]:
        """How the energy of CPU, GPU and RAM is obtained at this moment."""
        hardware = {type(item).__name__: item for item in self._tracker._hardware}  # noqa: SLF001
        return (
            _cpu(hardware, self._tracker),
            _gpu(hardware.get("GPU"), apple=hardware.get("AppleSiliconChip")),
            _ram(hardware.get("RAM"), raspberry=hardware.get("Raspberry")),
        )

    def reported(self) -> Reported:
        """CodeCarbon's own figures of the whole: what its record would hold, without a place.

        Not read from a record that it makes, which takes emissions, and for them a place. Its powers
        are its own means, of all samples alike however long each was.
        """
        tracker = self._tracker
        total = tracker._total_energy.kWh  # noqa: SLF001 - the adapter's purpose
        count = tracker._power_measurement_count  # noqa: SLF001
        energies = self._energies()
        mean_w = {
            name: float(getattr(tracker, f"_{name}_power_sum")) / count
            for name in HARDWARE
            if count > 0 and energies[name] is not None
        }
        conf = tracker._conf  # noqa: SLF001
        return Reported(
            duration_s=time.perf_counter() - tracker._start_time,  # noqa: SLF001
            cpu_kwh=energies["cpu"],
            gpu_kwh=energies["gpu"],
            ram_kwh=energies["ram"],
            total_kwh=float(total),
            cpu_w=mean_w.get("cpu"),
            gpu_w=mean_w.get("gpu"),
            ram_w=mean_w.get("ram"),
            pue=self.pue,
            scope=tracker._tracking_mode,  # noqa: SLF001
            cpu_model=conf.get("cpu_model"),
            cpu_logical=conf.get("cpu_count"),
            gpu_model=conf.get("gpu_model") or None,
            memory_gib=conf.get("ram_total_size"),
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
    # Its constructor and its start swallow every error; these are the last things that they do.
    if not hasattr(tracker, "run_id"):
        message = "codecarbon's tracker could not be made"
        raise NoTrackerError(message)
    tracker.start()
    if tracker._power_measurement_count == 0:  # noqa: SLF001 - the adapter's purpose
        message = "codecarbon's tracker did not start"
        raise NoTrackerError(message)
    return tracker


def _read_hardware(tracker: Any) -> set[str]:
    """Classes of the devices that are read: without its files RAPL adds up nothing, to 0."""
    return {
        type(item).__name__
        for item in tracker._hardware  # noqa: SLF001 - the adapter's purpose
        if _cpu_method(item, getattr(item, "_mode", None)) != "none"
    }


def _leave_lost_counters(tracker: Any) -> None:
    """Let a counter that cannot be read any more stand still.

    CodeCarbon 3.2 takes it for one that went round, and adds all that it can hold; 3.3 skips it.
    """
    for item in tracker._hardware:  # noqa: SLF001 - the adapter's purpose
        interface: Any = getattr(item, "_intel_interface", None)
        files = getattr(interface, "_rapl_files", [])
        kept = [f for f in files if hasattr(f, "sample_skipped") or os.access(f.path, os.R_OK)]
        if len(kept) < len(files):
            interface._rapl_files = kept  # noqa: SLF001


def _settings(tracker: Any) -> tuple[str, ...]:
    return tuple(sorted(FIGURES & tracker._external_conf.keys()))  # noqa: SLF001


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
        counts=_counts(getattr(chip, "_intel_interface", None), mode),
    )


def _counts(interface: Any, mode: str | None) -> Any:
    """What the counter counts beyond the package, whatever the user's settings asked for.

    With `rapl_include_dram` CodeCarbon 3.2 and 3.3 read RAPL's DRAM on Linux, but add it to no
    figure; on Windows they add it to the CPU's.
    """
    if mode == "intel_rapl":
        files = getattr(interface, "_rapl_files", None) or ()
        paths = [Path(file.path).with_name("name") for file in files if hasattr(file, "path")]
        names = [path.read_text(encoding="utf-8").strip() for path in paths if path.is_file()]
        return "platform" if "psys" in names else None
    if mode == "windows_emi":
        channels = (
            channels[index]
            for _, channels, selected in getattr(interface, "_devices", ())
            for index in selected
        )
        return "package and DRAM" if any("dram" in name.lower() for name in channels) else None
    return None


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
    if gpu is None and apple is not None:
        return EnergyComponent(component="gpu", method="counter", detail="powermetrics")
    devices = list(getattr(getattr(gpu, "devices", None), "devices", []))
    names = sorted({str(getattr(device, "_gpu_name", "")) for device in devices} - {""})
    sampled = any(getattr(device, "_use_power_fallback", False) for device in devices)
    return EnergyComponent(
        component="gpu",
        method=("power_sampling" if sampled else "counter") if devices else "none",
        device=", ".join(names) or None,
    )


def _ram(ram: Any, *, raspberry: Any) -> EnergyComponent:
    if raspberry is not None:
        return EnergyComponent(component="ram", method="counter", detail="raspberry")
    if ram is None:
        return EnergyComponent(component="ram", method="none")
    forced = getattr(ram, "_force_ram_power", None)
    if forced is not None:
        detail = f"{forced} W from CodeCarbon's configuration"
        return EnergyComponent(component="ram", method="constant", detail=detail)
    return EnergyComponent(component="ram", method="model", detail="RAM power estimation model")
