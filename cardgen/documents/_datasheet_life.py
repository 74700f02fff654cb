"""Datasheet, third part: uses, distribution, maintenance (Gebru et al. 2021, Q37 to Q57)."""

from __future__ import annotations

from typing import ClassVar

from cardgen.documents._base import Section, question
from cardgen.documents._types import Agent, Doi, Prose, SpdxExpression
from cardgen.values import Answer


class Uses(Section):
    """What the data set is good for, and what it is not."""

    title: ClassVar[str] = "Uses"

    done: Answer[Prose] = question("Uses so far", "DFD:Q37", how="derived", fact="use.done")
    """For which tasks has the data set been used already? (Gebru et al. 2021, Q37)"""

    repository: Answer[Prose] = question("Works that use it", "DFD:Q38", fact="use.papers")
    """Is there a list of papers or systems that use the data set? Link it. (Gebru et al. 2021,
    Q38)"""

    possible: Answer[Prose] = question("Other possible uses", "DFD:Q39", fact="use.could")
    """For which other tasks could it serve? (Gebru et al. 2021, Q39)"""

    impact: Answer[Prose] = question(
        "What may harm later uses", "DFD:Q40", fact="use.impact", partly=("use.limits",)
    )
    """Is there anything in the contents, collection or preprocessing that could lead a later use to
    treat people unfairly or cause other harm? Say what users can do against it. (Gebru et al. 2021,
    Q40)"""

    avoid: Answer[Prose] = question("Uses to avoid", "DFD:Q41", fact="use.not")
    """For which tasks should the data set not be used, and why? (Gebru et al. 2021, Q41)"""

    other: Answer[Prose] = question("Other comments on uses", "DFD:Q42")
    """What else should readers know about uses? (Gebru et al. 2021, Q42)"""


class Distribution(Section):
    """How others get the data set, and under which terms."""

    title: ClassVar[str] = "Distribution"

    third_parties: Answer[Prose] = question(
        "Third parties", "DFD:Q43", fact="dis.third", partly=("dis.access",)
    )
    """Will the data set go to anyone outside the organisation it was made for, and to whom? (Gebru
    et al. 2021, Q43)"""

    channel: Answer[Prose] = question("Channel", "DFD:Q44", how="derived", fact="dis.channel")
    """How will it be distributed, for example as an archive on a website, through an API or on
    GitHub? (Gebru et al. 2021, Q44)"""

    doi: Answer[Doi] = question("DOI", "DFD:Q44", fact="ds.doi")
    """What is the data set's digital object identifier, if it has one? (Gebru et al. 2021, Q44)"""

    when: Answer[Prose] = question("Date", "DFD:Q45", how="derived", fact="dis.when")
    """When was or will it be distributed? (Gebru et al. 2021, Q45)"""

    licence: Answer[SpdxExpression] = question(
        "Licence", "DFD:Q46", how="derived", fact="dis.license"
    )
    """Under which licence, as an SPDX expression such as CC-BY-4.0; LicenseRef- and a name of your
    own for one that SPDX does not list? (Gebru et al. 2021, Q46)"""

    terms: Answer[Prose] = question("Terms and fees", "DFD:Q46", partly=("dis.terms", "dis.fees"))
    """Which copyright, terms of use or fees apply? Quote or link them. (Gebru et al. 2021, Q46)"""

    third_party_rights: Answer[Prose] = question(
        "Rights of third parties",
        "DFD:Q47",
        fact="dis.third_ip",
        partly=("col.source_lic", "dis.restrictions"),
    )
    """Do others hold rights in the instances or restrict their use? Quote or link the terms and
    name fees. (Gebru et al. 2021, Q47)"""

    regulation: Answer[Prose] = question(
        "Export control and regulation",
        "DFD:Q48",
        fact="dis.export",
        partly=("dis.restrictions",),
    )
    """Do export controls or other regulations apply to the data set or to single instances? Link
    the documents. (Gebru et al. 2021, Q48)"""

    other: Answer[Prose] = question("Other comments on distribution", "DFD:Q49")
    """What else should readers know about distribution? (Gebru et al. 2021, Q49)"""


class Maintenance(Section):
    """Who looks after the data set, and how it changes."""

    title: ClassVar[str] = "Maintenance"

    maintainers: Answer[Prose] = question(
        "Support and hosting", "DFD:Q50", fact="mnt.who", partly=("ds.custodian",)
    )
    """Who supports, hosts and maintains the data set? (Gebru et al. 2021, Q50)"""

    contact: Answer[tuple[Agent, ...]] = question(
        "Contact", "DFD:Q51", how="derived", fact="ds.contact"
    )
    """How can its owner or curator be reached, for example by e-mail? (Gebru et al. 2021, Q51)"""

    erratum: Answer[Prose] = question("Errata", "DFD:Q52", how="derived", fact="mnt.erratum")
    """Is there a list of known errors? Link it, and say how to report one. (Gebru et al. 2021,
    Q52)"""

    updates: Answer[Prose] = question("Updates", "DFD:Q53", fact="mnt.update")
    """Will the data set be updated, for example to mend labels or to add or delete instances? Say
    how often, by whom, and how users hear of it. (Gebru et al. 2021, Q53)"""

    retention: Answer[Prose] = question(
        "Retention limits", "DFD:Q54", fact="mnt.retention", people_only=True
    )
    """Is there a limit to how long data about people may be kept, such as a promise to delete them
    after some time? Say how it is enforced. (Gebru et al. 2021, Q54)"""

    old_versions: Answer[Prose] = question(
        "Older versions", "DFD:Q55", fact="mnt.old_versions", partly=("ds.version",)
    )
    """Will older versions stay available and supported? (Gebru et al. 2021, Q55)"""

    obsolescence: Answer[Prose] = question(
        "Notice of obsolescence", "DFD:Q55", fact="mnt.obsolescence"
    )
    """How will users learn that a version is out of date or gone? (Gebru et al. 2021, Q55)"""

    contributions: Answer[Prose] = question("Contributions", "DFD:Q56", fact="mnt.contrib")
    """How can others extend or correct the data set? Say how contributions are checked and passed
    on to users. (Gebru et al. 2021, Q56)"""

    other: Answer[Prose] = question("Other comments on maintenance", "DFD:Q57")
    """What else should readers know about maintenance? (Gebru et al. 2021, Q57)"""
