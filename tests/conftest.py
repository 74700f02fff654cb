"""What all tests share: the switch that rewrites generated files, and tools from outside pip."""

import os
import shutil
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="rewrite generated files (schemas, snapshots)"
    )


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """True when generated files are to be rewritten instead of compared."""
    value: bool = request.config.getoption("--update")
    return value


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
