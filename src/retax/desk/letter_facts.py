"""The facts letters cannot do without; the blank workbook says so of their columns, too."""

from __future__ import annotations

NEEDED = ("enterprise", "export_entry")
"""Without one of these no letter is written."""

NEEDED_TO_BE_FINAL = ("goods_name",)
"""Without one of these a letter is a draft (草稿)."""
