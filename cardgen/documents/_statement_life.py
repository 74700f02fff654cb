"""Data statement, elements 12 to 17: metadata, disclosures, distribution, upkeep, rest (DS v3)."""

from __future__ import annotations

from typing import ClassVar

from cardgen.documents._base import Section, question
from cardgen.documents._types import Agent, Doi, Prose, Reference, SpdxExpression, Term
from cardgen.values import Answer


class Metadata(Section):
    """Documents about the annotation."""

    title: ClassVar[str] = "Metadata"

    guidelines: Answer[tuple[Reference, ...]] = question(
        "Annotation guidelines", "DS3:12.1", fact="ann.protocol"
    )
    """Where can the guidelines be read that the annotators followed? (DS v3 12.1)"""

    process: Answer[Prose] = question("Annotation process", "DS3:12.2", fact="ann.process")
    """How were the data annotated, and where is that described? Say whether annotators stayed
    anonymous, how they were paid, and which parts a program did. (DS v3 12.2)"""

    agreement: Answer[Prose] = question(
        "Agreement and quality",
        "DS3:12.3",
        how="derived",
        fact="ann.agreement",
        partly=("ds.label_noise", "ann.per_item"),
    )
    """How far do annotators agree, by which measure, and which other figures tell of the quality?
    (DS v3 12.3)"""


class Disclosures(Section):
    """Money, approval, consent and interests."""

    title: ClassVar[str] = "Disclosures and ethical review"

    funding: Answer[Prose] = question("Funding", "DS3:13.1", fact="ds.funding")
    """Who paid for the data set? For a grant, give the funder, its name and its number. (DS v3
    13.1)"""

    approval: Answer[Prose] = question("Ethical review", "DS3:13.2", fact="col.irb")
    """Which body approved the work? Link it, and the documents. (DS v3 13.2)"""

    consent: Answer[Prose] = question("Consent process", "DS3:13.3", fact="col.consent")
    """How did the people whose language it is agree to the collection and use? (DS v3 13.3)"""

    pay: Answer[Prose] = question(
        "How pay was set", "DS3:13.4", fact="ann.pay", partly=("col.who",)
    )
    """How was the pay of language users and annotators set? (DS v3 13.4)"""

    conflicts: Answer[Prose] = question("Conflicts of interest", "DS3:13.5", fact="ds.coi")
    """Which interests of those involved could bear on the data set? (DS v3 13.5)"""


class Distribution(Section):
    """How others get the data set, and under which terms."""

    title: ClassVar[str] = "Distribution"

    method: Answer[Prose] = question("Channel", "DS3:14.1", how="derived", fact="dis.channel")
    """How is the data set distributed, for example as an archive on a website, through an API or on
    GitHub? (DS v3 14.1)"""

    restrictions: Answer[Prose] = question(
        "Restrictions",
        "DS3:14.2",
        fact="dis.restrictions",
        partly=("dis.third_ip", "dis.export"),
    )
    """Is access to the data or a part of them restricted, and why? (DS v3 14.2)"""

    licence: Answer[SpdxExpression] = question(
        "Licence", "DS3:14.3", how="derived", fact="dis.license"
    )
    """Under which licence, as an SPDX expression such as CC-BY-4.0; LicenseRef- and a name of your
    own for one that SPDX does not list? (DS v3 14.3)"""

    terms: Answer[Prose] = question("Copyright and terms of use", "DS3:14.3", fact="dis.terms")
    """Who holds the copyright, and which terms of use apply? Quote or link them. (DS v3 14.3)"""

    fees: Answer[Prose] = question("Fees", "DS3:14.4", fact="dis.fees")
    """What does access cost? (DS v3 14.4)"""

    access: Answer[Prose] = question(
        "Who has access", "DS3:14.5", fact="dis.access", partly=("dis.third",)
    )
    """Who has access now, and who else is meant to get it? (DS v3 14.5)"""

    conditions: Answer[Prose] = question("Conditions of access", "DS3:14.6", fact="dis.conditions")
    """What must someone do or accept to get access? (DS v3 14.6)"""

    doi: Answer[Doi] = question("DOI", "DS3:14.7", fact="ds.doi")
    """What is the data set's digital object identifier, if it has one? (DS v3 14.7)"""

    when: Answer[Prose] = question("Date", "DS3:14.8", how="derived", fact="dis.when")
    """When was or will it be distributed? (DS v3 14.8)"""


class Maintenance(Section):
    """Who looks after the data set, and how it changes."""

    title: ClassVar[str] = "Maintenance"

    maintainers: Answer[Prose] = question(
        "Support and hosting", "DS3:15.1", fact="mnt.who", partly=("ds.custodian",)
    )
    """Who supports, hosts and maintains the data set? (DS v3 15.1)"""

    contact: Answer[tuple[Agent, ...]] = question(
        "Contact", "DS3:15.2", how="derived", fact="ds.contact"
    )
    """How can its owner, curator or maintainer be reached? (DS v3 15.2)"""

    errata: Answer[Prose] = question("Errata", "DS3:15.3", how="derived", fact="mnt.erratum")
    """Is there a list of known errors? Link it, and say how to report one. (DS v3 15.3)"""

    updates: Answer[Prose] = question("Updates", "DS3:15.4", fact="mnt.update")
    """Will the data set be updated? Say how often, by whom, and how users hear of it. (DS v3
    15.4)"""

    retention: Answer[Prose] = question("Retention limits", "DS3:15.5", fact="mnt.retention")
    """Is there a limit to how long the data may be kept? Say how it is enforced. (DS v3 15.5)"""

    old_versions: Answer[Prose] = question("Older versions", "DS3:15.6", fact="mnt.old_versions")
    """Will older versions stay available and supported? (DS v3 15.6)"""

    obsolescence: Answer[Prose] = question(
        "Notice of obsolescence", "DS3:15.7", fact="mnt.obsolescence"
    )
    """How will users learn that a version is out of date or gone? (DS v3 15.7)"""

    contributions: Answer[Prose] = question("Contributions", "DS3:15.8", fact="mnt.contrib")
    """How can others extend or correct the data set? Say how contributions are checked and passed
    on to users. (DS v3 15.8)"""


class Other(Section):
    """Whatever the elements above did not ask for."""

    title: ClassVar[str] = "Other"

    comments: Answer[Prose] = question("Other", "DS3:16")
    """What else should readers know, such as content that may distress? (DS v3 16)"""


class Glossary(Section):
    """Words that readers may not share."""

    title: ClassVar[str] = "Glossary"

    terms: Answer[tuple[Term, ...]] = question(
        "Glossary", "DS3:17", how="derived", fact="use.glossary"
    )
    """Which words in this statement need a definition? (DS v3 17)"""
