"""Datasheet, second part: collection and preprocessing (Gebru et al. 2021, Q21 to Q36)."""

from __future__ import annotations

from typing import ClassVar

from cardgen.documents._base import Section, question
from cardgen.documents._types import Prose, Timespan
from cardgen.values import Answer


class CollectionProcess(Section):
    """How the data came together, and what the people in them were told."""

    title: ClassVar[str] = "Collection process"

    acquisition: Answer[Prose] = question(
        "How the data were obtained", "DFD:Q21", fact="col.acquired", partly=("spk.source",)
    )
    """Were the data observed directly, reported by people, or inferred from other data? If reported
    or inferred, say whether and how they were checked. (Gebru et al. 2021, Q21)"""

    mechanisms: Answer[Prose] = question(
        "Instruments and procedures", "DFD:Q22", how="derived", fact="col.mechanism"
    )
    """With what were the data collected, such as sensors, people, programs or an API, and how did
    you check that they work? (Gebru et al. 2021, Q22)"""

    sampling: Answer[Prose] = question(
        "Sampling", "DFD:Q23", how="derived", fact="col.sampling", partly=("ds.selection",)
    )
    """If the data are a sample, by which rule or with which probabilities were instances chosen?
    (Gebru et al. 2021, Q23)"""

    collectors: Answer[Prose] = question(
        "Collectors and their pay", "DFD:Q24", fact="col.who", partly=("ann.pay",)
    )
    """Who took part in collecting, such as students, crowd workers or staff, and how and how much
    were they paid? (Gebru et al. 2021, Q24)"""

    collected: Answer[Timespan] = question(
        "When the data were collected",
        "DFD:Q25",
        how="derived",
        fact="col.timeframe",
        partly=("lang.collect_dates",),
    )
    """From when to when were the data collected? (Gebru et al. 2021, Q25)"""

    content_created: Answer[Prose] = question(
        "When the content was created", "DFD:Q25", fact="col.created_when"
    )
    """When did the content itself come into being, if not while it was collected? News collected
    today may be decades old. (Gebru et al. 2021, Q25)"""

    ethical_review: Answer[Prose] = question("Ethical review", "DFD:Q26", fact="col.irb")
    """Did an ethics board or similar body review the work? Give the process, its outcome and a link
    to the documents. (Gebru et al. 2021, Q26)"""

    directness: Answer[Prose] = question(
        "From people or third parties", "DFD:Q27", fact="col.direct", people_only=True
    )
    """Did the data come from the people themselves, or from others such as websites? (Gebru et al.
    2021, Q27)"""

    notice: Answer[Prose] = question(
        "Notice to people", "DFD:Q28", fact="col.notice", people_only=True
    )
    """Were the people told that data about them were collected? Say how, and quote or link what
    they were told. (Gebru et al. 2021, Q28)"""

    consent: Answer[Prose] = question("Consent", "DFD:Q29", fact="col.consent", people_only=True)
    """Did the people agree to the collection and use? Say how they were asked, and quote or link
    what they agreed to. (Gebru et al. 2021, Q29)"""

    withdrawal: Answer[Prose] = question(
        "Withdrawing consent", "DFD:Q30", fact="col.revoke", people_only=True
    )
    """Can people who agreed take it back, wholly or for some uses? Say how. (Gebru et al. 2021,
    Q30)"""

    impact_analysis: Answer[Prose] = question(
        "Impact on data subjects", "DFD:Q31", fact="col.dpia", people_only=True
    )
    """Was it studied how the data set and its use may affect the people in it, for example in a
    data protection impact assessment? Give the outcome and a link. (Gebru et al. 2021, Q31)"""

    other: Answer[Prose] = question("Other comments on collection", "DFD:Q32")
    """What else should readers know about the collection? (Gebru et al. 2021, Q32)"""


class Preprocessing(Section):
    """What was done to the data after collection."""

    title: ClassVar[str] = "Preprocessing/cleaning/labeling"
    note: ClassVar[str | None] = (
        "Where nothing was done to the data, the questions on raw data and software do not apply."
    )

    steps: Answer[Prose] = question(
        "What was done to the data",
        "DFD:Q33",
        how="derived",
        partly=("pre.steps", "pre.why", "ann.protocol"),
    )
    """What was done after collection, such as tokenising, filtering, filling gaps or labelling? If
    nothing, say so. (Gebru et al. 2021, Q33)"""

    raw_data: Answer[Prose] = question(
        "Raw data kept", "DFD:Q34", how="derived", fact="pre.raw_kept"
    )
    """Are the data also kept as they were before these steps, for uses that nobody has thought of
    yet? Say where. (Gebru et al. 2021, Q34)"""

    software: Answer[Prose] = question(
        "Preprocessing software",
        "DFD:Q35",
        how="derived",
        fact="pre.software",
        partly=("pre.tools",),
        shows=("m.repo",),
    )
    """Can others get the software that did these steps? Give the link and the version. (Gebru et
    al. 2021, Q35)"""

    other: Answer[Prose] = question("Other comments on preprocessing", "DFD:Q36")
    """What else should readers know about preprocessing? (Gebru et al. 2021, Q36)"""
