"""Model card, 4.8 and 4.9: ethical considerations, caveats (Mitchell et al. 2019)."""

from __future__ import annotations

from typing import ClassVar

from cardgen.documents._base import Section, question
from cardgen.documents._types import Prose
from cardgen.values import Answer


class EthicalConsiderations(Section):
    """What was weighed while the model was made, and what may go wrong."""

    title: ClassVar[str] = "Ethical considerations"
    note: ClassVar[str | None] = (
        "A risk that was considered and remains unknown is answered as unknown, with the reason."
    )

    sensitive_data: Answer[Prose] = question(
        "Sensitive data", "MC:8.a", how="derived", fact="rk.sens_used", partly=("ds.sensitive",)
    )
    """Does the model use sensitive data, such as data on protected groups? (Mitchell et al. 2019,
    4.8)"""

    human_life: Answer[Prose] = question("Human life", "MC:8.b", fact="rk.human_life")
    """Is the model meant to inform decisions central to people's life or well-being, such as on
    health, safety, work or housing, or could it be used so? (Mitchell et al. 2019, 4.8)"""

    mitigations: Answer[Prose] = question(
        "Mitigations", "MC:8.c", fact="rk.mitig", partly=("pm.action",)
    )
    """What was done during development to lower risks? (Mitchell et al. 2019, 4.8)"""

    risks: Answer[Prose] = question(
        "Risks and harms",
        "MC:8.d",
        fact="rk.risks",
        partly=("pm.reasons", "pm.rating", "vsd.indirect"),
    )
    """Whom may the use of the model harm, how likely is it, and how badly? (Mitchell et al. 2019,
    4.8)"""

    fraught_uses: Answer[Prose] = question(
        "Fraught uses", "MC:8.e", fact="rk.fraught", partly=("sp.dual",)
    )
    """Which known uses of such a model are especially dangerous or contested? (Mitchell et al. 2019,
    4.8)"""


class Caveats(Section):
    """What else a user must know."""

    title: ClassVar[str] = "Caveats and recommendations"

    further_testing: Answer[Prose] = question(
        "Further testing", "MC:9.a", how="derived", fact="rk.testing"
    )
    """What do the results leave open that should be tested next? (Mitchell et al. 2019, 4.9)"""

    missing_groups: Answer[Prose] = question(
        "Groups not evaluated",
        "MC:9.b",
        how="derived",
        partly=("ev.factors_why", "rk.testing", "res.small"),
        shows=("res.small", "ev.not_observable"),
    )
    """Which relevant groups are missing from the evaluation data, or too small to report? (Mitchell
    et al. 2019, 4.9)"""

    recommendations: Answer[Prose] = question("Recommendations", "MC:9.c", fact="rk.recommend")
    """What do you advise those who use the model? (Mitchell et al. 2019, 4.9)"""

    ideal_data: Answer[Prose] = question("Ideal evaluation data", "MC:9.d", fact="rk.idealset")
    """What would the best evaluation data for this model look like? (Mitchell et al. 2019, 4.9)"""
