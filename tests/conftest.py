"""What all tests share: the switch that rewrites generated files, and tools from outside pip."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

DEMO = "tests/demo"

# Where the whole suite decides, the same commit gets the same verdict, also beside other work;
# elsewhere examples are drawn.
settings.register_profile("repeatable", derandomize=True, deadline=None)
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


class ByFile(LoadFileScheduling):
    """Which tests stay in one process: those of a file, and all that share the demo's project."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return DEMO if Path(file).parent.as_posix() == DEMO else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    """Costly fixtures are made once; the option `--dist` is not asked."""
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
