"""Datasheet, first part: overview, motivation, composition (Gebru et al. 2021, Q1 to Q20)."""

from __future__ import annotations

from typing import ClassVar

from cardgen.documents._base import Section, question
from cardgen.documents._types import Agent, Prose
from cardgen.values import Answer


class Overview(Section):
    """What stands before the paper's own sections."""

    title: ClassVar[str] = "Overview"
    note: ClassVar[str | None] = "Asked by cardgen before the paper's own questions."

    summary: Answer[Prose] = question(
        "Executive summary",
        "DS3:2",
        how="derived",
        fact="ds.summary",
        shows=("ds.n_instances",),
    )
    """Sum the data set up in 60 to 100 words: why it was made, in which languages if it holds
    language, how large it is, and what a user must know first. (DS v3 2)"""

    relates_to_people: Answer[bool] = question("Do the data relate to people?", "DFD:gate")
    """Answer yes if instances are about people or came from them, such as their words, pictures or
    actions. If no, this datasheet's questions on data subjects fall away; those of a data statement
    on language users and annotators do not. (skip rule of Gebru et al. 2021)"""


class Motivation(Section):
    """Why the data set exists and who stands behind it."""

    title: ClassVar[str] = "Motivation"

    purpose: Answer[Prose] = question("Purpose", "DFD:Q1", partly=("ds.purpose", "ds.task"))
    """Why was the data set made? Name the task it was meant for and the gap it should fill. (Gebru
    et al. 2021, Q1)"""

    creators: Answer[tuple[Agent, ...]] = question(
        "Creators",
        "DFD:Q2",
        how="derived",
        partly=("ds.creators", "ds.creator_affil"),
    )
    """Who made the data set, in which team, and for which organisation? (Gebru et al. 2021, Q2)"""

    funding: Answer[Prose] = question("Funding", "DFD:Q3", fact="ds.funding")
    """Who paid for the data set? For a grant, give the funder, its name and its number. (Gebru et
    al. 2021, Q3)"""

    other: Answer[Prose] = question("Other comments on motivation", "DFD:Q4")
    """What else should readers know about why the data set was made? (Gebru et al. 2021, Q4)"""


class Composition(Section):
    """What the data set holds."""

    title: ClassVar[str] = "Composition"

    instances: Answer[Prose] = question(
        "What an instance is",
        "DFD:Q5",
        how="derived",
        fact="ds.instance_kind",
        partly=("lang.bcp47",),
    )
    """What does one instance stand for, such as a text, a person or a rating? If there are several
    kinds, describe each. (Gebru et al. 2021, Q5)"""

    counts: Answer[Prose] = question(
        "Number of instances",
        "DFD:Q6",
        how="auto",
        shows=("ds.n_instances", "ds.n_per_split", "ds.subpop_dist"),
    )
    """How many instances are there, in total and of each kind? (Gebru et al. 2021, Q6)"""

    sample: Answer[Prose] = question("Sample or whole", "DFD:Q7", partly=("ds.selection",))
    """Does the data set hold every instance there could be, or a sample? Of a sample, say what it
    was drawn from, whether it represents that whole and how you checked, or why it does not.
    (Gebru et al. 2021, Q7)"""

    instance_data: Answer[Prose] = question(
        "What each instance holds",
        "DFD:Q8",
        how="derived",
        shows=("ds.columns", "ds.files", "ds.checksum"),
    )
    """Describe the data of one instance: raw material or features computed from it, and what each
    column means, with its unit. (Gebru et al. 2021, Q8)"""

    label: Answer[Prose] = question(
        "Label or target",
        "DFD:Q9",
        how="derived",
        shows=("ds.label_column", "ds.n_per_class"),
    )
    """Has each instance a label or target? Say what it means and where it comes from. (Gebru et al.
    2021, Q9)"""

    missing: Answer[Prose] = question("Missing information", "DFD:Q10", how="derived")
    """Do some instances lack information? Say what is missing and why, redacted text included; what
    you left out by design is not meant. (Gebru et al. 2021, Q10)"""

    relations: Answer[Prose] = question("Relations between instances", "DFD:Q11", how="derived")
    """Are instances linked, for example as ratings by one user or edges of a graph? Say where the
    links are recorded. (Gebru et al. 2021, Q11)"""

    splits: Answer[Prose] = question(
        "Splits",
        "DFD:Q12",
        how="derived",
        partly=("ds.splits", "ds.split_why"),
        shows=("ds.splits", "ds.n_per_split"),
    )
    """Which split into training, validation and test data do you recommend, and why this one?
    (Gebru et al. 2021, Q12)"""

    errors: Answer[Prose] = question(
        "Errors, noise, redundancy",
        "DFD:Q13",
        how="derived",
        partly=("ds.label_noise", "ds.errors_text"),
    )
    """Which errors, noise or duplicates are known, and how many? (Gebru et al. 2021, Q13)"""

    external: Answer[Prose] = question("Outside resources", "DFD:Q14", how="derived")
    """Does the data set stand alone, or rely on things elsewhere such as web pages? If it relies on
    them: will they last, is there an archive of them as they were, and what terms or fees do they
    carry? (Gebru et al. 2021, Q14)"""

    confidential: Answer[Prose] = question("Confidential content", "DFD:Q15")
    """Does anything in the data count as confidential, such as medical or legal secrets or private
    messages? (Gebru et al. 2021, Q15)"""

    offensive: Answer[Prose] = question("Distressing content", "DFD:Q16")
    """Could a person who looks at the data be insulted, threatened or distressed? Say by what.
    (Gebru et al. 2021, Q16)"""

    subpopulations: Answer[Prose] = question(
        "Subpopulations",
        "DFD:Q17",
        how="derived",
        partly=(
            "ds.subpops",
            "ds.subpop_dist",
            "lang.share",
            "spk.age",
            "spk.gender",
            "spk.race",
            "spk.ses",
            "spk.l1",
        ),
        shows=("ds.subpop_dist",),
        people_only=True,
    )
    """Do the data mark groups of people, for example by age or gender? Say how each group was
    determined and how many instances fall into it. (Gebru et al. 2021, Q17)"""

    identifiable: Answer[Prose] = question(
        "Identifiable people", "DFD:Q18", partly=("pre.anon",), people_only=True
    )
    """Can a person be recognised, from the data alone or together with other data? Say how. (Gebru
    et al. 2021, Q18)"""

    sensitive: Answer[Prose] = question(
        "Sensitive data", "DFD:Q19", how="derived", fact="ds.sensitive", people_only=True
    )
    """Do the data reveal sensitive things about people, such as origin, beliefs, health, sexual
    orientation, finances, whereabouts, biometric or genetic data, official numbers or a criminal
    record? (Gebru et al. 2021, Q19)"""

    other: Answer[Prose] = question("Other comments on composition", "DFD:Q20")
    """What else should readers know about the contents? (Gebru et al. 2021, Q20)"""
