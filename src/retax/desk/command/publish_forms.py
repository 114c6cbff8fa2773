"""The forms in which the law is published, for the command to name without loading them."""

from __future__ import annotations

from typing import Literal

Form = Literal["json", "js", "java", "page"]
"""What the law is written as."""

FORMS: tuple[Form, ...] = ("json", "js", "java", "page")
