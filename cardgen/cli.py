"""The command line: parse, call one function, print. The only module that prints.

Exit codes: 0 nothing at or above `--fail-on`, 1 findings there, 2 could not do it, 130 interrupted.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

from cardgen.errors import CardgenError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cardgen.findings import Finding

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - its only name

FORMATS = "md,html,pdf,json"
INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells give it: 128 and the signal's number."""


class _Done(NamedTuple):
    """What a command ends with; it is known before any of it is printed."""

    text: str
    """For standard output; nothing is printed when it is empty."""
    code: int = 0
    warnings: Sequence[str] = ()


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        argv: Arguments without the program's name; the process's own when None.
    """
    arguments = _parser().parse_args(argv)
    _print_any_character()
    collects = gc.isenabled()
    # What a command makes lives to its end: to look for garbage on the way costs a tenth of its time.
    gc.disable()
    try:
        done: _Done = arguments.run_command(arguments)
        if done.text != "":
            _say(done.text, sys.stdout)
        for warning in done.warnings:
            _say(f"warning: {warning}", sys.stderr)
    except CardgenError as error:
        _say(str(error), sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        _say("interrupted; nothing more was written", sys.stderr)
        return INTERRUPTED
    except OSError as error:
        # The machine refused (full disk, name too long, no permission): no fault of cardgen's.
        where = "" if error.filename is None else f"{error.filename}: "
        what = f"{where}{error.strerror or error}"
        _say(f"{what}; nothing more was written: mend it and try again", sys.stderr)
        return CardgenError.exit_code
    finally:
        if collects:
            gc.enable()
    return done.code


def _say(text: str, stream: TextIO | None, end: str = "\n") -> None:
    """Print *text*; a stream that the caller closed, or whose reader went away, is none's fault."""
    if stream is None:
        return
    try:
        print(text, end=end, file=stream, flush=True)
    except OSError as error:
        # Python flushes what is left when it ends; it must not fail a second time there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if not isinstance(error, BrokenPipeError):
            raise


def _print_any_character() -> None:
    """Let a terminal that lacks a character show its code instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cardgen",
        description="Model cards, datasheets and data statements, made from evidence.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and stop")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_init(commands)
    _add_demo(commands)
    _add_build(commands)
    _add_check(commands)
    _add_schema(commands)
    return parser


class _Version(argparse.Action):
    def __call__(self, *_: object) -> None:
        from cardgen import __version__

        print(f"cardgen {__version__}")
        sys.exit(0)


def _add_init(commands: Commands) -> None:
    parser = commands.add_parser(
        "init", help="write a project: its file and one file of questions per document"
    )
    parser.add_argument(
        "dir",
        nargs="?",
        type=_path,
        default=".",
        metavar="DIR",
        help="project folder (default: here)",
    )
    parser.add_argument(
        "--documents", type=_listed, default="model_card,datasheet,data_statement", metavar="KINDS",
        help="which documents, separated by commas (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--data",
        type=_given,
        action="append",
        metavar="NAME",
        help="name of a data set (may be given several times)",
    )
    parser.add_argument("--quiet", action="store_true", help="print only warnings and errors")
    parser.set_defaults(run_command=_init)


def _add_demo(commands: Commands) -> None:
    parser = commands.add_parser(
        "demo", help="train a small model on real data and build its documents"
    )
    parser.add_argument(
        "--data",
        type=_given,
        default="place-names",
        metavar="NAME",
        help="which data; a wrong name lists them all (default: %(default)s)",
    )
    parser.add_argument(
        "--out",
        type=_path,
        default="cardgen-demo",
        metavar="DIR",
        help="folder to write (default: %(default)s)",
    )
    parser.add_argument("--quiet", action="store_true", help="print only warnings and errors")
    parser.set_defaults(run_command=_demo)


def _add_run_and_project(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "run",
        nargs="?",
        type=_given,
        metavar="RUN",
        help="run folder, run id, or a tracker's file such as emissions.csv (default: newest finished run)",
    )
    parser.add_argument(
        "--project", type=_path, default=".", metavar="DIR", help="project folder (default: here)"
    )


def _add_edition(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--audience", choices=("public", "internal"), default="public",
        help="whom the edition is for; the public one withholds internal answers and figures"
        " (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--language", type=_given, metavar="TAG",
        help="language of the edition (default: the project file's `language`)",
    )  # fmt: skip


def _add_build(commands: Commands) -> None:
    parser = commands.add_parser("build", help="write the documents of a project")
    _add_run_and_project(parser)
    parser.add_argument(
        "--to",
        type=_listed,
        metavar="FORMATS",
        help=f"formats, separated by commas (default: {FORMATS})",
    )
    parser.add_argument(
        "--out",
        type=_path,
        metavar="DIR",
        help="output folder (default: the project file's `output`)",
    )
    _add_edition(parser)
    parser.add_argument("--quiet", action="store_true", help="print only warnings and errors")
    parser.add_argument(
        "--templates",
        type=_path,
        metavar="DIR",
        help="folder of your own templates and style sheets (default: the project file's)",
    )
    parser.add_argument("--verbose", action="store_true", help="name each step as it is done")
    parser.set_defaults(run_command=_build)


def _add_check(commands: Commands) -> None:
    parser = commands.add_parser(
        "check", help="report open questions, placeholders and contradictions"
    )
    _add_run_and_project(parser)
    _add_edition(parser)
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="how to print findings"
    )
    parser.add_argument(
        "--fail-on", choices=("error", "warning", "note", "never"), default="error",
        help="lowest severity that makes the exit code 1 (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--quiet", action="store_true", help="print only what makes the exit code 1"
    )
    parser.set_defaults(run_command=_check)


def _add_schema(commands: Commands) -> None:
    parser = commands.add_parser("schema", help="print a JSON Schema")
    parser.add_argument("name", metavar="NAME", help="which one; a wrong name lists them all")
    parser.set_defaults(run_command=_schema)


def _init(arguments: argparse.Namespace) -> _Done:
    from cardgen.scaffold import init

    done = init(arguments.dir, kinds=arguments.documents, data_names=arguments.data or [])
    return _Done("" if arguments.quiet else "\n".join(done))


def _demo(arguments: argparse.Namespace) -> _Done:
    from cardgen.demo.project import demo

    built = demo(arguments.out, arguments.data, progress=_Progress(quiet=arguments.quiet))
    return _Done("" if arguments.quiet else built.summary(), warnings=built.warnings)


def _build(arguments: argparse.Namespace) -> _Done:
    from cardgen.build import build

    built = build(
        arguments.project,
        arguments.run,
        formats=_listed(FORMATS) if arguments.to is None else arguments.to,
        out=arguments.out,
        audience=arguments.audience,
        language=arguments.language,
        templates=arguments.templates,
        progress=_Progress(quiet=arguments.quiet, steps=arguments.verbose),
    )
    # Asked for by name and not built is a failure; left out of the default set is a warning.
    code = 2 if built.missing and arguments.to is not None else 0
    return _Done("" if arguments.quiet else built.summary(), code, built.warnings)


def _check(arguments: argparse.Namespace) -> _Done:
    from cardgen.build import check

    findings = check(
        arguments.project,
        arguments.run,
        audience=arguments.audience,
        language=arguments.language,
    )
    order = ["note", "warning", "error", "never"]
    failing = [f for f in findings if f.severity in order[order.index(arguments.fail_on) :]]
    shown = failing if arguments.quiet else findings
    if arguments.format == "json":
        text = _findings_json(shown)
    else:
        text = _findings_text(shown) if shown != [] or not arguments.quiet else ""
    return _Done(text, int(failing != []))


def _schema(arguments: argparse.Namespace) -> _Done:
    from cardgen.schemas import schema_text

    return _Done(schema_text(arguments.name).removesuffix("\n"))


def _listed(text: str) -> list[str]:
    names = [part.strip() for part in text.split(",") if part.strip() != ""]
    if names == []:
        message = "nothing was given; give one or more names, separated by commas"
        raise argparse.ArgumentTypeError(message)
    return names


def _given(text: str) -> str:
    """*text*, which an unset variable of a shell leaves empty."""
    if text.strip() == "":
        message = "nothing was given; give a name, or leave it out for the default"
        raise argparse.ArgumentTypeError(message)
    return text


def _path(text: str) -> Path:
    return Path(_given(text))


def _findings_json(findings: Sequence[Finding]) -> str:
    import json

    rows = [finding.model_dump(mode="json") for finding in findings]
    return json.dumps(rows, indent=2)  # ASCII: right in every terminal's encoding


def _findings_text(findings: Sequence[Finding]) -> str:
    lines = []
    for finding in findings:
        place = finding.where
        if finding.file is not None:
            line = "" if finding.line is None else f":{finding.line}"
            place = f"{finding.file}{line}: {finding.where}"
        lines.append(
            f"{place}: {finding.severity.value} {finding.code}: {finding.message} {finding.advice}"
        )
    counts = [
        f"{sum(f.severity.value == s for f in findings)} {s}s" for s in ("error", "warning", "note")
    ]
    return "\n".join([*lines, ", ".join(counts)])


class _Progress:
    """Progress on standard error: a bar in a terminal, and a line a step where *steps* are asked."""

    def __init__(self, *, quiet: bool, steps: bool = True, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._quiet = quiet
        self._steps = steps
        self._bar = self._stream is not None and self._stream.isatty()

    def __call__(self, step: str, done: int | None = None, total: int | None = None) -> None:
        """Show that *step* is under way, *done* of *total* where both are known."""
        if self._quiet:
            return
        if done is None or total is None:
            if self._steps:
                _say(step, self._stream)
        elif self._bar:
            filled = "#" * (30 * done // max(total, 1))
            end = "\n" if done >= total else ""
            _say(f"\r{step} [{filled:<30}] {done}/{total}", self._stream, end)
