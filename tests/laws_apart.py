"""Laws of a test alone: those that other tests share are neither met nor compiled anew after it."""

from __future__ import annotations

from functools import lru_cache

import pytest

from retax.judge import compiled_law
from retax.judge.compiled_law import KEPT_LAWS
from retax.law.cross_border import announcements
from retax.law.instruments import Announcement


def keep_laws_apart(patch: pytest.MonkeyPatch, number: int = KEPT_LAWS) -> None:
    """Keep the laws compiled from now on by themselves until the patch is undone."""
    kept = lru_cache(maxsize=number)(compiled_law._compile_law.__wrapped__)
    patch.setattr(compiled_law, "_compile_law", kept)
    patch.setattr(compiled_law, "_compiled_from", {})


def announce(patch: pytest.MonkeyPatch, *known: Announcement) -> None:
    """Have these announcements and no others until the patch is undone."""
    keep_laws_apart(patch)
    patch.setattr(announcements, "ANNOUNCEMENTS", known)
