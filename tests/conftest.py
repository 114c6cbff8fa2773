"""Settings of all tests: a machine that is busy with others is no fault of the code."""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("retax", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("retax")

# Java, its compiler and Spark's live for seconds: what they compile for a long life, with several
# threads that also look for garbage, costs more than it brings, measured a third to a half.
os.environ["JAVA_TOOL_OPTIONS"] = " ".join(
    filter(
        None,
        (os.environ.get("JAVA_TOOL_OPTIONS"), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
    )
)


# What is run in the background of a script ignores the interrupt, and so would the processes that
# tests start and interrupt. A handler is not inherited: they have what a command has in a terminal.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--share",
        type=_read_share,
        default="1/1",
        metavar="K/N",
        help="of the long tests every N-th, from the K-th on: N runs walk them all",
    )


def _read_share(text: str) -> tuple[int, int]:
    """Return which share of how many."""
    matched = re.fullmatch(r"([1-9]\d*)/([1-9]\d*)", text)
    if matched is None or int(matched[1]) > int(matched[2]):
        raise argparse.ArgumentTypeError(f"{text} is no share; accepted is one such as 2/3")
    return int(matched[1]), int(matched[2])


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the long tests that are of other shares; neighbours are of different ones."""
    share, shares = config.getoption("--share")
    long = [item for item in items if item.get_closest_marker("long")]
    left_out = {id(item) for at, item in enumerate(long, start=1) if (at - share) % shares}
    config.hook.pytest_deselected(items=[item for item in items if id(item) in left_out])
    items[:] = [item for item in items if id(item) not in left_out]


@pytest.fixture(scope="session", autouse=True)
def _children_compile_a_module_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let the processes that tests start keep bytecode, which Python may be set to write nowhere.

    Each of them would compile the whole package anew, a third of its time.
    """
    if sys.dont_write_bytecode:
        folder = tmp_path_factory.getbasetemp()
        if "PYTEST_XDIST_WORKER" in os.environ:
            folder = folder.parent  # of all workers
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")


def pytest_configure(config: pytest.Config) -> None:
    """Measure coverage once in a worker of xdist.

    pytest-cov 7.1 starts there twice, and ``no_cover`` pauses only the second: the first would
    go on tracing. A later version that starts once has nothing to stop.
    """
    plugin = config.pluginmanager.get_plugin("_cov")
    if hasattr(config, "workerinput") and plugin is not None and plugin.cov_controller is not None:
        plugin.cov_controller.cov.stop()
