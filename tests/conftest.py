"""Settings of all tests: a machine that is busy with others is no fault of the code."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("retax", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("retax")


def pytest_configure(config: pytest.Config) -> None:
    """Measure coverage once in a worker of xdist.

    pytest-cov 7.1 starts there twice, and ``no_cover`` pauses only the second: the first would
    go on tracing. A later version that starts once has nothing to stop.
    """
    plugin = config.pluginmanager.get_plugin("_cov")
    if hasattr(config, "workerinput") and plugin is not None and plugin.cov_controller is not None:
        plugin.cov_controller.cov.stop()
