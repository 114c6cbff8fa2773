"""Settings of all tests: a machine that is busy with others is no fault of the code."""

from __future__ import annotations

import os
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
