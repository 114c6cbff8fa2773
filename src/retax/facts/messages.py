"""Messages for values and names that are not accepted, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from retax.facts.catalogue import FACT_OF_NAME, NAMES, FactKind
from retax.facts.parse_value import (
    EXPORT_ENTRY,
    LONGEST_VALUE,
    RETURN_ENTRY,
    _read_papers,
    is_barcode,
    is_too_long,
)
from retax.facts.values import PAPER_WORDS, YES_OR_NO
from retax.words import Words, joined

RejectionCode = Literal[
    "unknown_name", "unreadable", "not_accepted", "contradiction", "conflicting_names"
]
"""Why an input is refused, for programs; ``type`` of an error."""


class Refusal(NamedTuple):
    """One refused input: the fact (or the name given), the value as written, and why."""

    fact: str
    value: object
    words: Words
    code: RejectionCode

    @property
    def accepted(self) -> list[str]:
        """The values to choose from where the fact is a word, or yes or no; else none."""
        return list_accepted_values(self.fact) if self.fact in NAMES else []


_Read = TypeVar("_Read")


class GivenValue(NamedTuple, Generic[_Read]):
    """A value under the name it was given, as written and as read."""

    name: str
    written: Any
    value: _Read


def escape_unprintable(name: object) -> str:
    """Return a name as it is, or quoted where it has characters that do not print."""
    return name if isinstance(name, str) and name.isprintable() else quote(name)


def quote(value: object) -> str:
    """Show a value as it was written, shortened to 60 characters."""
    if isinstance(value, str | bytes) and len(value) > LONGEST_VALUE:
        value = value[:LONGEST_VALUE]  # its repr would be as long again
    try:
        text = str(value) if isinstance(value, Decimal | date) else repr(value)
    except Exception:  # a value of the caller's own type may have a broken repr
        text = f"<{type(value).__name__}>"
    return _cut(text)


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def quote_words(value: object) -> Words:
    """Show a value in quotation marks: those of the language round a text, none round a number."""
    shown = quote(value)
    if not isinstance(value, str) or shown[0] not in "'\"":
        return Words(shown, shown)
    return Words(f"“{shown[1:].removesuffix(shown[0])}”", shown)


# -- refusals -----------------------------------------------------------------------------


_ACCEPTED: Mapping[FactKind, Words] = {
    "text": Words("文本", "text"),
    "code": Words(
        "4位数字的文本，如 9610，或“无”", "a text of four digits, such as '9610', or 'none'"
    ),
    "hs": Words(
        "4、6、8、10或13位数字的文本，点和空格只能在第4、6、8位之后（位数不符时可能丢失了首位的0）",
        "a text of 4, 6, 8, 10 or 13 digits, with dots and spaces after the fourth, sixth and "
        "eighth only (with another number of digits a leading zero may be lost)",
    ),
    "day": Words(
        "2000至2199年间的日期，如 2026-01-31 或 20260131，不带时刻",
        "a day such as 2026-01-31 or 20260131, years 2000 to 2199, without a time of day",
    ),
    "yes_no": YES_OR_NO,
    "quantity": Words("0或正数，不超过24位", "a finite number, not negative, of at most 24 digits"),
    "count": Words("1至999999999的整数", "a whole number from 1 to 999999999"),
}


def reject_value(fact: str, value: object) -> Refusal:
    """Return the refusal of a value that the model does not accept."""
    return Refusal(
        fact, value, describe_rejection(fact, value), _choose_rejection_code(fact, value)
    )


def describe_rejection(fact: str, value: object) -> Words:
    """Say in one sentence which field is refused, for which value, and what is accepted."""
    wanted, given = describe_accepted_values(fact, value), quote_words(value)
    label = NAMES[fact].label.zh
    if is_too_long(fact, value):
        size = len(value)  # type: ignore[arg-type]  # what is too long has a length
        return Words(
            f"{label}过长（{size}个字符），不在可填范围内；{_describe_correction(wanted)}",
            f"{fact} has a length of {size}, beyond any accepted value; accepted is {wanted.en}",
        )
    unknown = _list_unknown_papers(value) if NAMES[fact].kind == "papers" else []
    if unknown:
        found = joined([quote_words(paper) for paper in unknown[:10]], zh="、", en=", ")
        return Words(
            f"{label}中有{_cut(found.zh)}，不在可填范围内；{_describe_correction(wanted)}",
            f"{fact} holds {_cut(found.en)}; accepted is {wanted.en}",
        )
    return describe_not_accepted(label, fact, given, wanted)


def describe_not_accepted(label: str, name: str, given: Words, wanted: Words) -> Words:
    """Say that a value, as shown, is not accepted, and what is."""
    return Words(
        f"{label}{given.zh}不在可填范围内；{_describe_correction(wanted)}",
        f"{name} is {given.en}; accepted is {wanted.en}",
    )


def _describe_correction(wanted: Words) -> str:
    """Ask in Chinese for one of a list of values, or say of what form a value is."""
    return ("请改填" if wanted.zh.startswith(_LISTED) else "应为") + wanted.zh


_LISTED = "下列"


def describe_conflicting_values(
    label: str, name: str, one: GivenValue[Any], other: GivenValue[Any]
) -> Words:
    """Say that one thing was given two values that differ."""
    one_value, other_value = quote_words(one.written), quote_words(other.written)
    return Words(
        f"{label}填了两个不同的值：{one.name}为{one_value.zh}，{other.name}为{other_value.zh}；"
        "应只填一个",
        f"{name} is given twice: {one.name} is {one_value.en}, {other.name} is {other_value.en}; "
        "accepted is one of the two",
    )


def reject_no_mapping(given: object, start: Words) -> Refusal:
    """Return the refusal of an input that is no mapping; ``start`` begins the sentence."""
    kind, shown = type(given).__name__, quote_words(given)
    words = Words(
        f"{start.zh}，所给为 {kind}：{shown.zh}",
        f"{start.en} {shown.en} ({kind}); accepted is a mapping of names to values",
    )
    return Refusal("", given, words, "unreadable")


def _choose_rejection_code(fact: str, value: object) -> RejectionCode:
    """Return whether a refused value has the form of its fact and only is not accepted."""
    text = value.strip() if isinstance(value, str) and not is_too_long(fact, value) else ""
    match NAMES[fact].kind:
        case "word" | "yes_no" | "papers":
            readable = bool(text) or isinstance(value, list | tuple | set | frozenset)
        case "hs":
            readable = is_barcode(re.sub(r"[. ]", "", text))
        case "entry":
            readable = any(re.fullmatch(number, text.upper()) for number in _NUMBERS.values())
        case "day":
            # Not isinstance, to which a datetime is a date: with a time of day it is unreadable.
            readable = type(value) is date or _is_day(text)
        case "quantity" | "count":
            readable = _is_number(value, text)
        case _:
            readable = False
    return "not_accepted" if readable else "unreadable"


def _is_day(text: str) -> bool:
    try:
        datetime.strptime(text.replace("-", ""), "%Y%m%d")  # a day has no zone
    except ValueError:
        return False
    return True


def _is_number(value: object, text: str) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return False
    try:
        return Decimal(text if isinstance(value, str) else value).is_finite()
    except InvalidOperation:
        return False


def _list_unknown_papers(value: object) -> list[object]:
    """Return the papers of a list, or of a text with signs between them, that there are not."""
    papers = _read_papers(value)
    if not isinstance(papers, list):
        return []
    return [paper for paper in papers if not (isinstance(paper, str) and paper in PAPER_WORDS)]


_SUGGESTION_CUTOFF = 0.65
"""Similarity (difflib's ratio) from which a name is suggested: 原因 for 退运原因."""


def suggest_name(name: object) -> str | None:
    """Return the accepted name that is likely meant by an unknown one; None where none is near."""
    from retax.facts.name_matching import LONGEST_NAME, find_near_fact  # slow to load, seldom used

    if not isinstance(name, str) or len(name) > LONGEST_NAME:
        return None
    fact = find_near_fact(name)
    if fact is not None:
        return NAMES[fact].label.zh if not name.isascii() else fact
    return find_close_name(name, FACT_OF_NAME)


def find_close_name(
    name: str, names: Iterable[str], cutoff: float = _SUGGESTION_CUTOFF
) -> str | None:
    """Return the name most like another one; None where none is near.

    ``cutoff``: how alike they have to be, from 0 to 1.
    """
    from difflib import get_close_matches  # only a misspelt name needs it

    close = get_close_matches(name, list(names), n=1, cutoff=cutoff)
    return close[0] if close else None


def describe_unknown_name(name: object) -> Words:
    """Return the message for a name of no fact, with a suggestion where one is near."""
    return fill_unknown_name(quote_words(name), suggest_name(name))


def fill_unknown_name(given: Words, near: str | None) -> Words:
    """Say that a name, as shown, is none of a fact, and which one is near, if any."""
    return Words(
        f"{given.zh}不是可识别的要素" + (f"；是否为“{near}”？" if near else ""),
        f"{given.en} is no fact of returned goods; accepted are the names of ReturnedGoods"
        + (f", such as {near!r}" if near else ""),
    )


def describe_accepted_values(fact: str, value: object = None) -> Words:
    """Say which values of a fact are accepted, with a hint where one was taken for another."""
    if fact in _NUMBERS:
        return _describe_accepted_entry(fact, value)
    if NAMES[fact].is_positive:
        return Words("大于0、不超过24位的数", "a finite number above 0 of at most 24 digits")
    if NAMES[fact].kind == "hs" and isinstance(value, str) and len(value) <= LONGEST_VALUE:
        return _describe_accepted_hs_code(value)
    values = NAMES[fact].values
    if values is None or NAMES[fact].kind == "code":
        return _ACCEPTED[NAMES[fact].kind]
    zh = "、".join(word.words.zh for word in values.values())
    en = ", ".join(values)
    return (
        Words(f"下列之一：{zh}", f"one of {en}")
        if NAMES[fact].kind != "papers"
        else Words(f"下列单证（以；分隔）：{zh}", f"a list, or a text parted by ';', of {en}")
    )


def list_accepted_values(fact: str) -> list[str]:
    """Return the values of a fact that are words, for programs; empty where any of a form will do.

    Yes and no are ``true`` and ``false``. Of a supervision code any four digits are accepted beside
    its one word, so that a list of words would leave out nearly all there are.
    """
    if NAMES[fact].kind == "code":
        return []
    if NAMES[fact].kind == "yes_no":
        return ["true", "false"]
    return [*(NAMES[fact].values or ())]


def _describe_accepted_hs_code(value: str) -> Words:
    wanted = _ACCEPTED["hs"]
    if not is_barcode(re.sub(r"[. ]", "", value)):
        return wanted
    return Words(
        f"{wanted.zh}；所填为商品条码（EAN-13）", f"{wanted.en}; this is a barcode (EAN-13)"
    )


_EXPORT_NUMBER = Words(
    "报关单号（18位，第9位为0；或税务系统的21位）或清单编号（8位数字、E、9至11位数字）",
    "a declaration's number (18 digits, the ninth 0; or 21 as the tax system writes it) or a "
    "list's (8 digits, E, 9 to 11 digits), digits 5 to 8 the year",
)


_RETURN_NUMBER = Words(
    "退运报关单号（18位，第9位为1）或退运清单编号（8位数字、I、9至11位数字）",
    "the number of the return's declaration (18 digits, the ninth 1) or list (8 digits, I, 9 to "
    "11 digits), digits 5 to 8 the year",
)


_IS_IMPORT = Words("所填为进口单证号", "this is an import number")


_IS_EXPORT = Words("所填为出口单证号", "this is an export number")


_NUMBERS = {"export_entry": EXPORT_ENTRY, "return_entry": RETURN_ENTRY}


def _describe_accepted_entry(fact: str, value: object) -> Words:
    is_export = fact == "export_entry"
    number = _EXPORT_NUMBER if is_export else _RETURN_NUMBER
    other = RETURN_ENTRY if is_export else EXPORT_ENTRY
    if isinstance(value, str) and re.fullmatch(other, value[:LONGEST_VALUE].strip().upper()):
        mistaken = _IS_IMPORT if is_export else _IS_EXPORT
        return Words(f"{number.zh}；{mistaken.zh}", f"{number.en}; {mistaken.en}")
    return number
