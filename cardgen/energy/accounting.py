"""What people state, in the project file's `energy`, for all its runs: overhead, prices, hardware."""

from __future__ import annotations

from cardgen.energy.cost import Price
from cardgen.energy.instruments import Instrument
from cardgen.energy.overhead import Pue, Water
from cardgen.energy.sci import FunctionalUnit, Hardware
from cardgen.values import Frozen


class Accounting(Frozen):
    """How energy and emissions are accounted for."""

    pue: Pue | None = None
    """Power usage effectiveness of the place; none is assumed."""
    water: Water | None = None
    """Water for each kWh; without it no water is given."""
    instruments: tuple[Instrument, ...] = ()
    """Certificates, contracts and offsets: shown as declared, never subtracted."""
    price: Price | None = None
    """Price of an hour of one device; without it nothing is given in money."""
    hardware: Hardware | None = None
    """What making the computer emitted, for its share in the runs."""
    functional_unit: FunctionalUnit | None = None
    """What the software carbon intensity (SCI) is given for."""


NOTHING_STATED = Accounting()
