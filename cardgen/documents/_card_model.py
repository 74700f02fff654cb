"""Model card, 4.1 to 4.3: model details, intended use, factors (Mitchell et al. 2019)."""

from __future__ import annotations

from typing import ClassVar

from cardgen.documents._base import Section, question
from cardgen.documents._types import Agent, Prose, Reference, SpdxExpression, Text
from cardgen.values import Answer


class ModelDetails(Section):
    """What the model is and who stands behind it."""

    title: ClassVar[str] = "Model details"

    developers: Answer[tuple[Agent, ...]] = question(
        "Developers", "MC:1.a", how="derived", fact="m.developers", shows=("prj.authors",)
    )
    """Which person or organisation developed the model? (Mitchell et al. 2019, 4.1)"""

    date: Answer[Prose] = question(
        "Model date", "MC:1.b", how="auto", fact="m.trained", shows=("m.trained",)
    )
    """When was the model trained? (Mitchell et al. 2019, 4.1)"""

    version: Answer[Text] = question(
        "Model version", "MC:1.c", how="derived", fact="m.version", shows=("prj.version",)
    )
    """Which version of the model is this? (Mitchell et al. 2019, 4.1)"""

    changes: Answer[Prose] = question("What changed", "MC:1.c", how="derived", fact="m.diff")
    """How does this version differ from the one before? (Mitchell et al. 2019, 4.1)"""

    type: Answer[Prose] = question(
        "Model type",
        "MC:1.d",
        how="auto",
        fact="m.type",
        shows=("m.name", "m.arch", "m.params", "m.weights", "m.base", "m.library"),
    )
    """What kind of model is it: method, architecture, size? (Mitchell et al. 2019, 4.1)"""

    training: Answer[Prose] = question(
        "Training algorithm and parameters",
        "MC:1.e",
        how="auto",
        partly=("tr.algo", "tr.hparams"),
        shows=("tr.algo", "tr.hparams", "tr.epochs", "tr.precision", "tr.seed"),
    )
    """By which algorithm and with which parameters was the model trained? (Mitchell et al. 2019,
    4.1)"""

    constraints: Answer[Prose] = question(
        "Fairness constraints and features", "MC:1.e", how="derived", partly=("tr.fairness",)
    )
    """Which fairness constraints or other measures shaped the training, and which features does the
    model use? (Mitchell et al. 2019, 4.1)"""

    resources: Answer[tuple[Reference, ...]] = question(
        "Papers and other resources", "MC:1.f", fact="m.paper", shows=("m.repo", "prj.repository")
    )
    """Where can one read more, such as a paper, the code or a demonstration? (Mitchell et al. 2019,
    4.1)"""

    citation: Answer[Prose] = question(
        "Citation", "MC:1.g", how="derived", fact="m.citation", shows=("prj.citation",)
    )
    """How should the model be cited? (Mitchell et al. 2019, 4.1)"""

    licence: Answer[SpdxExpression] = question(
        "Licence", "MC:1.h", how="derived", fact="m.license", shows=("prj.licence",)
    )
    """Under which licence, as an SPDX expression such as Apache-2.0; LicenseRef- and a name of your
    own for one that SPDX does not list? (Mitchell et al. 2019, 4.1)"""

    contact: Answer[tuple[Agent, ...]] = question(
        "Contact", "MC:1.i", how="derived", fact="m.contact"
    )
    """Who answers questions and takes reports about the model, and how can they be reached?
    (Mitchell et al. 2019, 4.1)"""


class IntendedUse(Section):
    """What the model was made for, for whom, and what it is not for."""

    title: ClassVar[str] = "Intended use"

    uses: Answer[Prose] = question("Primary intended uses", "MC:2.a", fact="iu.uses")
    """For which uses was the model made, in general or for a narrow task? (Mitchell et al. 2019,
    4.2)"""

    users: Answer[Prose] = question(
        "Primary intended users", "MC:2.b", fact="iu.users", partly=("vsd.direct",)
    )
    """Who is meant to use it, such as hobbyists, a company's staff or researchers? (Mitchell et al.
    2019, 4.2)"""

    out_of_scope: Answer[Prose] = question("Out-of-scope uses", "MC:2.c", fact="iu.out")
    """Which uses, however close they seem, is it not made for? (Mitchell et al. 2019, 4.2)"""


class Factors(Section):
    """What the model's results may depend on."""

    title: ClassVar[str] = "Factors"

    groups: Answer[Prose] = question(
        "Relevant groups",
        "MC:3.a1",
        fact="ev.groups",
        partly=("ds.subpops",),
        shows=("ev.categories",),
    )
    """For which groups of people or of instances may the model do better or worse, and how were
    these groups determined? (Mitchell et al. 2019, 4.3.1)"""

    instrumentation: Answer[Prose] = question("Relevant instruments", "MC:3.a2", fact="ev.instr")
    """Which equipment that captures the input may change the results, such as cameras or
    microphones? (Mitchell et al. 2019, 4.3.2)"""

    environment: Answer[Prose] = question("Relevant environment", "MC:3.a3", fact="ev.environ")
    """Which surroundings may change the results, such as light, noise or place? (Mitchell et al.
    2019, 4.3.3)"""

    evaluated: Answer[Prose] = question(
        "Factors that are reported",
        "MC:3.b",
        how="derived",
        partly=("ev.factors", "ev.factors_why"),
        shows=("ev.factors", "ev.not_observable"),
    )
    """By which factors are results reported, why by these, and why not by all the relevant ones?
    (Mitchell et al. 2019, 4.3)"""
