"""Settings of all tests: a machine that is busy with others is no fault of the code."""

from __future__ import annotations

import os

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


def pytest_configure(config: pytest.Config) -> None:
    """Measure coverage once in a worker of xdist.

    pytest-cov 7.1 starts there twice, and ``no_cover`` pauses only the second: the first would
    go on tracing. A later version that starts once has nothing to stop.
    """
    plugin = config.pluginmanager.get_plugin("_cov")
    if hasattr(config, "workerinput") and plugin is not None and plugin.cov_controller is not None:
        plugin.cov_controller.cov.stop()
