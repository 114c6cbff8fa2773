"""The regime that gives a verdict its status.

It has a module of its own, so that a case is judged by it without loading the others.
"""

from __future__ import annotations

from retax.law.cross_border.regime import CROSS_BORDER

MAIN_REGIME = CROSS_BORDER
"""The regime that gives a verdict its status."""
