"""Software and hardware of a run, without host or user names, and JAX's part of it."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections import Counter
from importlib.metadata import Distribution, distributions
from pathlib import Path

from cardgen.run import Device, Environment, JaxState
from cardgen.tracking import limits
from cardgen.tracking.redaction import mask_command

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]


# Python's own options that take a value, in the same argument or the next.
WITH_VALUE = "cmWX"
LONG_WITH_VALUE = ("--check-hash-based-pycs",)
_NAME_AND_VERSION = re.compile(r"^(Name|Version):[ \t]*(.*?)[ \t]*$", re.MULTILINE)


def environment() -> Environment:
    """Python, operating system, processor, memory, limits and packages; JAX is not touched."""
    return Environment(
        python=platform.python_version(),
        implementation=platform.python_implementation(),
        os=_operating_system(),
        cpu_model=_cpu_model(),
        cpu_logical=os.cpu_count(),
        cpu_physical=_physical_cores(),
        cpu_packages=_packages_of_cpus(),
        memory_bytes=_memory(),
        hypervisor=limits.hypervisor(),
        container=limits.container(),
        cpu_quota=limits.cpu_quota(),
        memory_limit_bytes=limits.memory_limit(),
        battery=limits.battery(),
        packages=_packages(),
    )


def jax_state() -> JaxState | None:
    """What JAX runs on; None when JAX is not loaded. Starts its backend."""
    jax = sys.modules.get("jax")
    if jax is None:
        return None
    devices = Counter((d.platform, d.device_kind) for d in jax.devices())
    return JaxState(
        version=jax.__version__,
        jaxlib=getattr(sys.modules.get("jaxlib"), "__version__", None),
        backend=jax.default_backend(),
        devices=tuple(
            Device(platform=name, kind=kind, count=count)
            for (name, kind), count in sorted(devices.items())
        ),
        process_count=jax.process_count(),
        enable_x64=bool(jax.config.jax_enable_x64),
        default_matmul_precision=_setting(jax, "jax_default_matmul_precision"),
        default_prng_impl=_setting(jax, "jax_default_prng_impl"),
    )


def _setting(jax: object, name: str) -> str | None:
    value = getattr(getattr(jax, "config", None), name, None)
    return None if value is None else str(value)


def command_line() -> tuple[str, ...] | None:
    """The command line with secrets masked; None in a notebook, where it is the kernel's."""
    if _in_notebook():
        return None
    arguments = sys.orig_argv if len(sys.orig_argv) > 0 else sys.argv
    name = Path(arguments[0]).name if arguments else "python"
    return (name, *mask_command(_without_code(arguments[1:])))


def _without_code(arguments: list[str]) -> list[str]:
    """Python's arguments with the program of `python -c` left out: it may hold anything."""
    place = 0
    while place < len(arguments) and re.match("-.", arguments[place]) is not None:
        option = arguments[place]
        with_value = re.match(rf"-[^-{WITH_VALUE}]*[{WITH_VALUE}]", option)
        end = len(option) if with_value is None else with_value.end()
        apart = option in LONG_WITH_VALUE or (with_value is not None and end == len(option))
        if with_value is not None and option[end - 1] == "c":
            kept = [option, "<code>"] if apart else [f"{option[:end]}<code>"]
            return [*arguments[:place], *kept, *arguments[place + 1 + apart :]]
        if with_value is not None and option[end - 1] == "m":
            return arguments
        place += 1 + apart
    return arguments


def _in_notebook() -> bool:
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return shell is not None and hasattr(shell, "kernel")


def peak_memory() -> int | None:
    """Largest resident set of this process in bytes; None where the system does not tell."""
    if resource is None:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak) if sys.platform == "darwin" else int(peak) * 1024


def peak_device_memory() -> int | None:
    """Largest allocation on any of this process's devices, in bytes; None where unknown."""
    jax = sys.modules.get("jax")
    if jax is None:
        return None
    stats = [device.memory_stats() for device in jax.local_devices()]
    peaks = [s["peak_bytes_in_use"] for s in stats if s is not None and "peak_bytes_in_use" in s]
    return int(max(peaks)) if peaks else None


def _packages() -> dict[str, str]:
    found: dict[str, str] = {}
    for distribution in distributions():
        about = dict(_NAME_AND_VERSION.findall(_head(distribution)))
        if "Name" in about:
            found.setdefault(about["Name"], about.get("Version", ""))
    return dict(sorted(found.items(), key=lambda item: (item[0].lower(), item[0])))


def _head(distribution: Distribution) -> str:
    """A package's metadata above its description; `metadata` would parse both, ten times as slowly."""
    texts = map(distribution.read_text, ("METADATA", "PKG-INFO", ""))
    return next(filter(None, texts), "").partition("\n\n")[0]


def _operating_system() -> str:
    kernel = f"{platform.system()} {platform.release()} {platform.machine()}"
    try:
        return f"{platform.freedesktop_os_release()['PRETTY_NAME']} ({kernel})"
    except (OSError, KeyError):
        return kernel


def _cpu_model() -> str | None:
    match = re.search(r"^(?:model name|Model)\s*:\s*(.+)$", _cpuinfo(), re.MULTILINE)
    if match is not None:
        return match.group(1).strip()
    return platform.processor() or None


def _physical_cores() -> int | None:
    cores = set()
    package = "0"
    for line in _cpuinfo().splitlines():
        key, _, value = (part.strip() for part in line.partition(":"))
        if key == "physical id":
            package = value
        elif key == "core id":
            cores.add((package, value))
    return len(cores) if cores else None


def _packages_of_cpus() -> int | None:
    """Processors in sockets of their own; None where the system does not number them."""
    found = re.findall(r"^physical id\s*:\s*(\d+)", _cpuinfo(), re.MULTILINE)
    return len(set(found)) if found != [] else None


def _cpuinfo() -> str:
    try:
        return Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _memory() -> int | None:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError, AttributeError):
        return None
