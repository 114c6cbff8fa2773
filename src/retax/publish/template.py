"""The parts of the ports that hold no law: templates, filled with what is published."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files


def fill_template(name: str, parts: Mapping[str, str]) -> str:
    """Return a template with each of its marks replaced by a part."""
    text = files("retax.publish").joinpath("templates", *name.split("/")).read_text("utf-8")
    for mark, part in parts.items():
        text = text.replace(mark, part)
    return text


def list_templates(folder: str) -> list[str]:
    """Return the names of the templates of a folder."""
    inside = files("retax.publish").joinpath("templates", folder).iterdir()
    # iterdir() gives the order of the file system.
    return sorted(f"{folder}/{file.name}" for file in inside)
