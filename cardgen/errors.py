"""The errors that cardgen raises on purpose: each says what is wrong, where, and what to do next."""


class CardgenError(Exception):
    """Something the user can mend. Its text is printed as it is; only `cli.main` catches it."""

    exit_code = 2


class InputError(CardgenError):
    """One or more faults in a file that people or other tools wrote; `problems` has them all."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class MissingDependencyError(CardgenError):
    """A library that this output or source needs cannot be loaded; the text says what to install."""
