"""Data statement, elements 6 to 8: language users, annotators, linguistic situation (DS v3)."""

from __future__ import annotations

from typing import ClassVar

from cardgen.documents._base import Section, question
from cardgen.documents._types import Amount, Prose, Timespan
from cardgen.values import Answer

HOW_TO_REPORT = (
    "Describe the group as a whole, never single people. Say whether people stated it themselves or"
    " others estimated it, and when. Report each role and each source of language apart. Use ranges"
    " where a group is small. Better no figure than one inferred with classifiers."
)


class LanguageUserDemographic(Section):
    """Those whose language the data hold: speakers, signers, writers."""

    title: ClassVar[str] = "Language user demographic"
    note: ClassVar[str | None] = HOW_TO_REPORT

    age: Answer[Prose] = question("Age", "DS3:6.1", fact="spk.age", partly=("spk.source",))
    """How old were the people whose language this is? (DS v3 6.1)"""

    gender: Answer[Prose] = question("Gender", "DS3:6.2", fact="spk.gender")
    """What was their gender? (DS v3 6.2)"""

    race_ethnicity: Answer[Prose] = question("Race or ethnicity", "DS3:6.3", fact="spk.race")
    """What was their race or ethnicity, in categories that make sense where they live? (DS v3
    6.3)"""

    socioeconomic_status: Answer[Prose] = question(
        "Socioeconomic status", "DS3:6.4", fact="spk.ses"
    )
    """What was their social and economic position, such as education, work or income? (DS v3
    6.4)"""

    first_languages: Answer[Prose] = question("First languages", "DS3:6.5", fact="spk.l1")
    """Which languages did they learn first? (DS v3 6.5)"""

    proficiency: Answer[Prose] = question(
        "Proficiency in the data's languages", "DS3:6.6", fact="spk.prof"
    )
    """How well did they know the languages of the data? (DS v3 6.6)"""

    number: Answer[Amount] = question("Number", "DS3:6.7", how="derived", fact="spk.n")
    """How many different people are represented? A range is an answer too. (DS v3 6.7)"""

    disordered: Answer[Prose] = question("Disordered speech or sign", "DS3:6.8", fact="spk.dis")
    """Does disordered speech or signing occur, such as with aphasia or a stutter? (DS v3 6.8)"""


class AnnotatorDemographic(Section):
    """Those who added labels or other notes, and those who wrote their guidelines."""

    title: ClassVar[str] = "Annotator demographic"
    note: ClassVar[str | None] = HOW_TO_REPORT

    age: Answer[Prose] = question("Age", "DS3:7.1", fact="ann.age")
    """How old were the annotators, and those who wrote their guidelines? (DS v3 7.1)"""

    gender: Answer[Prose] = question("Gender", "DS3:7.2", fact="ann.gender")
    """What was the annotators' gender? (DS v3 7.2)"""

    race_ethnicity: Answer[Prose] = question("Race or ethnicity", "DS3:7.3", fact="ann.race")
    """What was the annotators' race or ethnicity, in categories that make sense where they live?
    (DS v3 7.3)"""

    socioeconomic_status: Answer[Prose] = question(
        "Socioeconomic status", "DS3:7.4", fact="ann.ses"
    )
    """What was the annotators' social and economic position, such as education, work or income? (DS
    v3 7.4)"""

    first_languages: Answer[Prose] = question("First languages", "DS3:7.5", fact="ann.l1")
    """Which languages did the annotators learn first? (DS v3 7.5)"""

    proficiency: Answer[Prose] = question(
        "Proficiency in the data's languages", "DS3:7.6", fact="ann.prof"
    )
    """How well did the annotators know the languages of the data? (DS v3 7.6)"""

    number: Answer[Amount] = question("Number", "DS3:7.7", how="derived", fact="ann.n")
    """How many different people annotated? A range is an answer too. (DS v3 7.7)"""

    training: Answer[Prose] = question("Training", "DS3:7.8", fact="ann.training")
    """How were the annotators trained: in linguistics, in another relevant field, or for this task?
    (DS v3 7.8)"""


class LinguisticSituation(Section):
    """The situation in which the language was used, and the kind of text that came of it."""

    title: ClassVar[str] = "Linguistic situation and text characteristics"

    time_and_place: Answer[Prose] = question(
        "Time and place", "DS3:8.1", fact="lang.timeplace", partly=("col.created_when",)
    )
    """When and where was this language spoken, signed or written? (DS v3 8.1)"""

    collected: Answer[Timespan] = question(
        "When the data were collected",
        "DS3:8.2",
        how="derived",
        fact="lang.collect_dates",
        partly=("col.timeframe",),
    )
    """From when to when were the data collected? This may be long after the language was used. (DS
    v3 8.2)"""

    modality: Answer[Prose] = question("Modality", "DS3:8.3", how="derived", fact="lang.modality")
    """Is the language spoken, signed, written, or a mixture? (DS v3 8.3)"""

    scripted: Answer[Prose] = question("Scripted or spontaneous", "DS3:8.4", fact="lang.scripted")
    """Was the language prepared or edited, or did it arise in the moment? (DS v3 8.4)"""

    synchronous: Answer[Prose] = question("Synchronous or not", "DS3:8.5", fact="lang.sync")
    """Did the people interact at the same time, as in a conversation, or apart, as in letters? (DS
    v3 8.5)"""

    audience: Answer[Prose] = question("Intended audience", "DS3:8.6", fact="lang.audience")
    """Whom did the speakers, signers or writers address? (DS v3 8.6)"""

    genre: Answer[Prose] = question("Genre", "DS3:8.7", fact="lang.genre")
    """Which genre do the texts belong to, such as news, fiction or forum posts? (DS v3 8.7)"""

    topic: Answer[Prose] = question("Topic", "DS3:8.8", fact="lang.topic")
    """What are the texts about? (DS v3 8.8)"""

    non_linguistic_context: Answer[Prose] = question(
        "Non-linguistic context", "DS3:8.9", fact="lang.nonling"
    )
    """What around the language matters for understanding it, such as images, gestures or a task at
    hand? (DS v3 8.9)"""

    cultural_context: Answer[Prose] = question("Cultural context", "DS3:8.10", fact="lang.culture")
    """What about the culture or the community must a reader know to understand the data? (DS v3
    8.10)"""
