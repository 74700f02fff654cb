"""Model card, appendices before training: planning and premortem.

Bender et al. 2021, sections 4.4 and 7, ask for both; the premortem follows Klein 2007 (Harvard
Business Review 85(9), 18-19), stakeholders and values follow Friedman, Hendry & Borning 2017.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from cardgen.documents._base import Section, question
from cardgen.documents._types import Agent, Amount, Commit, IsoDate, Level, Prose, Text
from cardgen.values import Answer, Frozen


class Stakeholder(Frozen):
    """Those whom the model touches."""

    who: Text
    """The group, by its role: those who label, those who are judged, neighbours of the data
    centre."""
    kind: Literal["direct", "indirect"]
    """direct: they use the model. indirect: it affects them though they do not use it."""
    benefits: Prose | None = None
    """What they gain."""
    harms: Prose | None = None
    """What they may lose or suffer."""


class ValueAtStake(Frozen):
    """Something that people hold important and that the model bears on."""

    value: Text
    """Its name, such as privacy or fairness."""
    meaning: Prose
    """What the word means in this project."""
    held_by: Text
    """Whose value it is: the designers', the project's, or which stakeholders'."""


class Tension(Frozen):
    """Two aims that cannot both be had in full."""

    between: Text
    """The aims, such as "accuracy and privacy"."""
    settled: Prose | None = None
    """How it was settled, and by whom; leave it out while it is open."""


class Limit(Frozen):
    """A line drawn in advance (a value dam), or an aim to lean towards (a value flow)."""

    kind: Literal["must_not", "should"]
    """must_not: the project stops or changes if it comes to this. should: it is sought."""
    limit: Prose
    """What must not be, or should be."""
    decision: Prose | None = None
    """What follows for the design."""


class Reason(Frozen):
    """One reason why the project failed, as imagined in the premortem."""

    reason: Prose
    """Why it failed."""
    raised_by: Text | None = None
    """Who named it; leave it out to keep them anonymous."""
    likelihood: Level = "unknown"
    """How likely it is."""
    severity: Level = "unknown"
    """How bad it would be."""
    detectability: Level = "unknown"
    """How easily it would be noticed in time."""


class Action(Frozen):
    """A change to the plan that the premortem led to."""

    change: Prose
    """What changes."""
    owner: Text | None = None
    """Who sees to it."""
    due: IsoDate | None = None
    """By when."""
    state: Literal["open", "done", "dropped"] = "open"
    """How far it is."""


class Planning(Section):
    """Whether this model should be made, and made this way."""

    title: ClassVar[str] = "Planning"
    note: ClassVar[str | None] = (
        "An appendix to be written before training, after Bender et al. 2021, sections 4.4 and 7"
        " (https://doi.org/10.1145/3442188.3445922), and, for stakeholders and values, Friedman,"
        " Hendry & Borning 2017 (https://doi.org/10.1561/1100000015)."
    )

    date: Answer[IsoDate] = question("Date", "SP:7", shows=("plan.timing",))
    """When was this plan written? (Bender et al. 2021, section 7)"""

    plan_commit: Answer[Commit] = question("Commit of the plan", "SP:7")
    """In which git commit does the plan stand, so that its date can be checked? (Bender et al.
    2021, section 7)"""

    goal: Answer[Prose] = question("Goal and fit", "SP:7", fact="sp.fit")
    """What is to be achieved in the world, and does this model serve it? (Bender et al. 2021,
    section 7)"""

    alternatives: Answer[Prose] = question("Other ways", "SP:7", fact="sp.alternatives")
    """Which other ways were considered, such as no model, a smaller model or other data, and why
    not those? (Bender et al. 2021, section 7)"""

    who_pays: Answer[Prose] = question("Who pays and who gains", "SP:3", fact="sp.who_pays")
    """Who bears the costs of making and running the model, those of the environment included, and
    who gains from it? (Bender et al. 2021, section 3)"""

    stakeholders: Answer[tuple[Stakeholder, ...]] = question(
        "Stakeholders", "SP:7", "VSD:stakeholders", fact="vsd.bh"
    )
    """Whom does the model touch, directly as its users or indirectly, such as those in the data,
    annotators and bystanders? Name benefits and harms for each. (Friedman et al. 2017)"""

    values: Answer[tuple[ValueAtStake, ...]] = question(
        "Values", "SP:7", "VSD:values", fact="vsd.values"
    )
    """Which values are at stake, what does each mean here, and whose is it? (Friedman et al.
    2017)"""

    tensions: Answer[tuple[Tension, ...]] = question(
        "Tensions", "SP:7", "VSD:tensions", fact="vsd.tensions"
    )
    """Where do values or interests pull against each other, and how was that settled? (Friedman et
    al. 2017)"""

    limits: Answer[tuple[Limit, ...]] = question(
        "Limits", "SP:7", "VSD:dams_and_flows", fact="vsd.design"
    )
    """What must the model or project not come to, what should it lean towards, and what follows for
    the design? (Friedman et al. 2017)"""

    method: Answer[Prose] = question("How this was found out", "VSD:method", fact="vsd.method")
    """How do you know what stakeholders value and fear: by thought, by asking them, by tests?
    (Friedman et al. 2017)"""

    documentation_budget: Answer[tuple[Amount, ...]] = question(
        "Documentation budget", "SP:4.4", fact="sp.budget"
    )
    """How much time or money is set aside for documenting the data and the model? One item an
    amount, such as 40 hours. (Bender et al. 2021, section 4.4)"""

    data_limit: Answer[Prose] = question("Data within the budget", "SP:4.4", fact="sp.data_limit")
    """How are the data kept to what this budget can document? (Bender et al. 2021, section 4.4)"""

    dual_use: Answer[Prose] = question("Dual use", "SP:7", fact="sp.dual")
    """How could someone use the model to do harm, and what stands against it? (Bender et al. 2021,
    section 7)"""

    passes_for_human: Answer[Prose] = question(
        "Output that passes for a person's", "SP:7", fact="sp.passes"
    )
    """Can what the model puts out be taken for a person's words, voice, face or acts? Say how it is
    marked. (Bender et al. 2021, section 7)"""


class Premortem(Section):
    """The team imagines that the project has failed and asks why, while that can be changed."""

    title: ClassVar[str] = "Project premortem"
    note: ClassVar[str | None] = (
        "An appendix to be written before training, as Bender et al. 2021, section 7, advise; the"
        " procedure is Gary Klein's (Performing a Project Premortem, Harvard Business Review 85(9),"
        " 18-19, 2007). Each person first writes reasons alone; then all are read out in turn."
    )

    date: Answer[IsoDate] = question("Date", "PM:session", shows=("pm.timing",))
    """When was the premortem held? (Klein 2007)"""

    plan_commit: Answer[Commit] = question("Commit of the plan", "PM:session")
    """In which git commit does the plan stand that it looked at? (Klein 2007)"""

    facilitator: Answer[Agent] = question("Facilitator", "PM:session")
    """Who led it? (Klein 2007)"""

    participants: Answer[tuple[Agent, ...]] = question("Participants", "PM:session")
    """Who took part, and in which role? (Klein 2007)"""

    failure: Answer[Prose] = question("The imagined failure", "PM:horizon", fact="pm.horizon")
    """Which future date did the team imagine, and how had the project failed by then? (Klein
    2007)"""

    reasons: Answer[tuple[Reason, ...]] = question(
        "Reasons for the failure", "PM:reasons", fact="pm.reasons"
    )
    """Why did it fail? Give every reason that was named; rate likelihood, severity and how easily
    it would be noticed if you can. (Klein 2007)"""

    actions: Answer[tuple[Action, ...]] = question(
        "Changes to the plan", "PM:actions", fact="pm.action"
    )
    """What was changed in the plan, who sees to it, and by when? (Klein 2007)"""

    review: Answer[Prose] = question("Looking back", "PM:review", fact="pm.review")
    """When was the list looked at again, or when will it be, and what has come true? (Klein
    2007)"""
