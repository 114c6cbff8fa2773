"""The kinds of letter, and which line each is for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from retax import Question, Verdict
from retax.desk.source import DeskError
from retax.words import Words, joined

LetterKind = Literal[
    "self_declaration",
    "reason_statement",
    "checklist",
    "file_note",
    "match_list",
    "consultation",
    "missing_facts",
]
"""A kind of letter (文书种类)."""

KINDS: Mapping[LetterKind, Words] = {
    "self_declaration": Words("滞销退运自我声明", "self-declaration of unsold goods"),
    "reason_statement": Words("退运原因说明", "explanation of the reason of the return"),
    "checklist": Words("退运单证清单", "checklist of papers"),
    "file_note": Words("退运免税情况说明", "file note"),
    "match_list": Words("与原出口商品对应材料目录", "materials that match goods to their export"),
    "consultation": Words("退运口径咨询函", "consultation letter"),
    "missing_facts": Words("待补资料清单", "list of missing facts"),
}
"""Every kind and its title."""

TO_THE_CLIENT: frozenset[LetterKind] = frozenset({"missing_facts"})
"""The kinds that go to who has the facts; all others go to customs, or with what goes there."""

NEVER_DRAFTS: frozenset[LetterKind] = frozenset({"consultation", "missing_facts"})
"""The kinds that ask, and claim nothing that is still to come true."""


def is_fitting(kind: LetterKind, verdict: Verdict) -> bool:
    """Say that a kind is for this line: Article 4 asks for a self-declaration of unsold goods."""
    match kind:
        case "checklist" | "file_note" | "match_list":
            return True
        case "consultation":
            return bool(list_questions_for_customs(verdict))
        case "missing_facts":
            return verdict.status == "needs_facts"
    declared = any(document.id == "self_declaration" for document in verdict.documents)
    return declared == (kind == "self_declaration")


def list_questions_for_customs(verdict: Verdict) -> list[Question]:
    """Return the open questions on which a verdict turns and which customs can answer."""
    if verdict.status != "needs_review":
        return []
    return [question for question in verdict.open_questions if question.can_be_settled]


_KIND_OF_TITLE: Mapping[str, LetterKind] = {title.zh: kind for kind, title in KINDS.items()}


def _name_kind(kind: LetterKind) -> Words:
    """Return the id of a kind and, for a reader of Chinese, its title."""
    return Words(f"{kind}（{KINDS[kind].zh}）", kind)


def select_kinds(kinds: Collection[LetterKind] | None) -> tuple[LetterKind, ...]:
    """Return the kinds asked for in their order, all for None; :class:`DeskError` for another.

    A kind may be given by its Chinese title.
    """
    if kinds is None:
        return tuple(KINDS)
    kinds = [_KIND_OF_TITLE.get(kind, kind) for kind in kinds]
    for kind in kinds:
        if kind not in KINDS:
            raise DeskError(
                Words(
                    "没有名为 {kind} 的文书种类；可选：{kinds}",
                    "there is no kind of letter named {kind}; accepted are {kinds}",
                ).filled(kind=kind, kinds=joined([_name_kind(each) for each in KINDS]))
            )
    return tuple(kind for kind in KINDS if kind in kinds)
