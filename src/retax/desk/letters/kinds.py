"""The kinds of letter, and which line each is for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from retax import Verdict
from retax.desk.rows import Unreadable
from retax.words import Words, both

Kind = Literal["self_declaration", "reason_statement", "checklist", "file_note"]
"""A kind of letter (文书种类)."""

KINDS: Mapping[Kind, Words] = {
    "self_declaration": Words("滞销退运自我声明", "self-declaration of unsold goods"),
    "reason_statement": Words("退运原因说明", "explanation of the reason of the return"),
    "checklist": Words("退运单证清单", "checklist of papers"),
    "file_note": Words("退运免税情况说明", "file note"),
}
"""Every kind and its title."""


def fits(kind: Kind, verdict: Verdict) -> bool:
    """Say that a kind is for this line: Article 4 asks for a self-declaration of unsold goods."""
    if kind in ("checklist", "file_note"):
        return True
    declared = any(document.id == "self_declaration" for document in verdict.documents)
    return declared == (kind == "self_declaration")


def asked(kinds: Collection[Kind] | None) -> tuple[Kind, ...]:
    """Return the kinds asked for in their order, all for None; :class:`Unreadable` for another."""
    if kinds is None:
        return tuple(KINDS)
    for kind in kinds:
        if kind not in KINDS:
            raise Unreadable(
                Words(
                    "没有名为 {kind} 的文书种类；可选：{kinds}",
                    "there is no kind of letter named {kind}; accepted are {kinds}",
                ).filled(kind=kind, kinds=both(", ".join(KINDS)))
            )
    return tuple(kind for kind in KINDS if kind in kinds)
