"""What all tests share: the switch that rewrites generated files, and tools from outside pip."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from tests.projects import record_run, write_project

DEMO = "tests/demo"

# Where the whole suite decides, the same commit gets the same verdict, also beside other work;
# elsewhere examples are drawn.
settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
if "CARDGEN_REQUIRE_TOOLS" in os.environ:
    settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="rewrite generated files (schemas, snapshots)"
    )


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """True when generated files are to be rewritten instead of compared."""
    value: bool = request.config.getoption("--update")
    return value


@pytest.fixture(scope="session")
def project_with_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project with a tracked run, for tests that only read it."""
    folder = write_project(tmp_path_factory.mktemp("project") / "reviews")
    record_run(folder)
    return folder


@pytest.fixture
def project(project_with_run: Path, tmp_path: Path) -> Path:
    """A copy of that project, for one test."""
    return Path(shutil.copytree(project_with_run, tmp_path / "project"))


@pytest.fixture(scope="session", autouse=True)
def no_leftovers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What this process and those that it starts leave in the temporary folder, goes with the tests'."""
    folder = str(tmp_path_factory.mktemp("t"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", folder)
        patch.setattr(tempfile, "tempdir", folder)
        yield


def scope_of(nodeid: str) -> str:
    """Which tests stay in one process: those of a file, and all that share the demo's project."""
    file = nodeid.partition("::")[0]
    return DEMO if Path(file).parent.as_posix() == DEMO else file


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first, lest one process work on the last of them alone."""
    slow = {scope_of(item.nodeid) for item in items if item.get_closest_marker("slow") is not None}
    items.sort(key=lambda item: scope_of(item.nodeid) not in slow)


class ByFile(LoadFileScheduling):
    """Costly fixtures are made once, and files begin in the order in which they were collected."""

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    """The option `--dist` is not asked."""
    return ByFile(config, log)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose program or path is missing; where CARDGEN_REQUIRE_TOOLS is set, fail it."""
    missing = [
        name
        for mark in item.iter_markers("tool")
        for name in mark.args
        if shutil.which(name) is None and not Path(name).exists()
    ]
    if missing == []:
        return
    reason = f"{', '.join(missing)} is not installed"
    if "CARDGEN_REQUIRE_TOOLS" in os.environ:
        pytest.fail(reason)
    pytest.skip(reason)
