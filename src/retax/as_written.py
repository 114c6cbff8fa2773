"""Facts as people write them: names and values translated, and one sentence for what is refused.

Nothing here decides what is valid; the model does. This module turns 退运原因: 滞销 into
``reason: unsold`` before the model looks again, and says in words why it refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from retax.vocabulary import (
    FACT_OF_NAME,
    NAMES,
    NO_WORDS,
    PAPER_SEPARATORS,
    PAPERS,
    VALUE_OF_WORD,
    YES_WORDS,
    Kind,
)
from retax.words import Words, joined

LONG_HS_CODE = r"^[0-9]{13}$"
"""As declarations have it: the first ten are the code."""

LONGEST_NUMBER = 256  # bits: longer whole numbers are no order or item numbers

Refusal = tuple[str, object, Words]
"""The name of the fact (or what the caller named it), the value as written, and the sentence."""


def translated(given: Mapping[Any, Any]) -> tuple[dict[str, Any], dict[str, Any], list[Refusal]]:
    """Return the facts under the model's names and words, the same as written, and refusals.

    Refused here are names that are no fact and facts told twice with different values.
    """
    told: dict[str, list[tuple[str, Any, object]]] = {}
    refusals: list[Refusal] = []
    for name, value in given.items():
        key = FACT_OF_NAME.get(name.strip()) if isinstance(name, str) else None
        if key is None:
            refusals.append((_printable(name), value, _no_such_fact(name)))
        else:
            told.setdefault(key, []).append((name, value, translated_value(key, value)))
    facts: dict[str, Any] = {}
    written: dict[str, Any] = {}
    for key, values in told.items():
        filled = [told_as for told_as in values if told_as[2] is not None] or values[:1]
        if key == "export_entry" and _is_9610(told):
            filled = [told_as for told_as in filled if _is_list_number(told_as[2])] or filled
        differing = [other for other in filled[1:] if not _same(key, filled[0][2], other[2])]
        if differing:
            refusals.append((key, filled[0][1], _told_twice(key, filled[0], differing[0])))
        else:
            _, written[key], facts[key] = filled[0]
    return facts, written, refusals


def _same(key: str, one: Any, other: Any) -> bool:
    """Say whether two values of a fact mean the same, in whichever form they were written."""
    try:
        return bool(_comparable(key, one) == _comparable(key, other))
    except Exception:  # values of the caller's own types may compare as they like
        return False


def _comparable(key: str, value: Any) -> Any:
    match NAMES[key].kind:
        case "day":
            return str(value)
        case "quantity":
            return Decimal(str(value))
        case "papers":
            return frozenset(value)
    return value


def _is_9610(told: Mapping[str, list[tuple[str, Any, object]]]) -> bool:
    codes = [value for _, _, value in told.get("supervision_code", ())]
    return any(isinstance(code, str) and code == "9610" for code in codes)


def _is_list_number(value: object) -> bool:
    return isinstance(value, str) and value[8:9] == "E"


def _told_twice(key: str, one: tuple[str, Any, object], other: tuple[str, Any, object]) -> Words:
    one_value, other_value = in_quotes(one[1]), in_quotes(other[1])
    return Words(
        f"{NAMES[key].label.zh}填了两个不同的值：{one[0]}为{one_value.zh}，"
        f"{other[0]}为{other_value.zh}；应只填一个",
        f"{key} is told twice: {one[0]} is {one_value.en}, "
        f"{other[0]} is {other_value.en}; accepted is one of the two",
    )


def _printable(name: object) -> str:
    return name if isinstance(name, str) and name.isprintable() else quoted(name)


def quoted(value: object) -> str:
    """Show a value as it was written, shortened to 60 characters."""
    try:
        text = str(value) if isinstance(value, Decimal) else repr(value)
    except Exception:  # a value of the caller's own type may have a broken repr
        text = f"<{type(value).__name__}>"
    return _shortened(text)


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def in_quotes(value: object) -> Words:
    """Show a value in quotation marks: those of the language round a text, none round a number."""
    shown = quoted(value)
    if not isinstance(value, str) or shown[0] not in "'\"":
        return Words(shown, shown)
    return Words(f"“{shown[1:].removesuffix(shown[0])}”", shown)


# -- values -------------------------------------------------------------------------------


def translated_value(key: str, value: object) -> object:
    """Return the value of a fact in the model's words; unchanged where it is none of the others."""
    if isinstance(value, str):
        value = value.strip()
        if not value:
            return None
    if NAMES[key].kind == "papers":
        return _papers(value)
    if NAMES[key].kind == "yes_no":
        return _yes_no(value)
    if NAMES[key].kind == "text" and isinstance(value, int) and not isinstance(value, bool):
        return str(value) if value.bit_length() <= LONGEST_NUMBER else value
    if not isinstance(value, str):
        return value
    match NAMES[key].kind:
        case "word":
            return _word(key, value)
        case "day" if re.fullmatch(r"[0-9]{8}", value):
            return f"{value[:4]}-{value[4:6]}-{value[6:]}"
        case "hs":
            return _hs_code(value)
        case "entry":
            return value.upper()
        case "count" if re.fullmatch(r"[0-9]{1,9}", value):
            return int(value)
    return value


def _word(key: str, text: str) -> str:
    words = VALUE_OF_WORD[key]
    return words.get(text, words.get(text.lower(), text))


def _hs_code(text: str) -> str:
    digits = re.sub(r"[. ]", "", text)
    return digits[:10] if re.fullmatch(LONG_HS_CODE, digits) else digits


def _yes_no(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return value
    word = str(value).lower() if isinstance(value, str) or value in (0, 1) else ""
    return True if word in YES_WORDS else False if word in NO_WORDS else value


def _papers(value: object) -> object:
    if isinstance(value, str):
        value = re.split(f"[{PAPER_SEPARATORS}]", value)
    if not isinstance(value, list | tuple | set | frozenset):
        return value
    names = [paper.strip() if isinstance(paper, str) else paper for paper in value]
    return [
        _word("papers_held", paper) if isinstance(paper, str) else paper
        for paper in names
        if not (isinstance(paper, str) and not paper)
    ]


# -- refusals -----------------------------------------------------------------------------

_ACCEPTED: Mapping[Kind, Words] = {
    "text": Words("文本", "text"),
    "code": Words("4位数字的文本，如 9610", "a text of four digits, such as '9610'"),
    "hs": Words(
        "4、6、8、10或13位数字的文本（位数不符时可能丢失了首位的0）",
        "a text of 4, 6, 8, 10 or 13 digits (with another number of digits "
        "a leading zero may be lost)",
    ),
    "day": Words(
        "2000至2199年间的日期，如 2026-01-31 或 20260131，不带时刻",
        "a day such as 2026-01-31 or 20260131, years 2000 to 2199, without a time of day",
    ),
    "yes_no": Words("是或否（Y/N、1/0、√）", "yes or no (true/false, Y/N, 1/0, 是/否)"),
    "quantity": Words("0或正数，不超过24位", "a finite number, not negative, of at most 24 digits"),
    "count": Words("1至999999999的整数", "a whole number from 1 to 999999999"),
}


def refusal(key: str, value: object) -> Words:
    """Say in one sentence which field was refused, for which value, and what is accepted."""
    wanted, given = accepted(key, value), in_quotes(value)
    unknown = _unknown_papers(value) if NAMES[key].kind == "papers" else []
    if unknown:
        found = joined([in_quotes(paper) for paper in unknown], zh="、", en=", ")
        return Words(
            f"{NAMES[key].label.zh}中有{_shortened(found.zh)}，不可接受；应为{wanted.zh}",
            f"{key} holds {_shortened(found.en)}; accepted is {wanted.en}",
        )
    return Words(
        f"{NAMES[key].label.zh}为{given.zh}，不可接受；应为{wanted.zh}",
        f"{key} is {given.en}; accepted is {wanted.en}",
    )


def _unknown_papers(value: object) -> list[object]:
    """Return the papers of a list, or of a text with signs between them, that there are not."""
    papers = _papers(value)
    if not isinstance(papers, list):
        return []
    return [paper for paper in papers if not (isinstance(paper, str) and paper in PAPERS)]


_ALIKE = 0.65
"""How alike a name must be to be meant, perhaps: 原因 is to 退运原因, foo is not to is_food."""


def _no_such_fact(key: object) -> Words:
    import difflib  # only a misspelt name needs it

    near: list[str] = []
    if isinstance(key, str):
        near = difflib.get_close_matches(key, FACT_OF_NAME, n=1, cutoff=_ALIKE)
    given = in_quotes(key)
    return Words(
        f"{given.zh}不是可识别的要素" + (f"；是否为“{near[0]}”？" if near else ""),
        f"{given.en} is no fact of returned goods; accepted are the names of ReturnedGoods"
        + (f", such as {near[0]!r}" if near else ""),
    )


def accepted(key: str, value: object = None) -> Words:
    """Say which values of a fact are accepted, with a hint where one was taken for another."""
    if key == "export_entry":
        return _accepted_entry(value, _EXPORT_NUMBER, "1I", _IS_IMPORT)
    if key == "return_entry":
        return _accepted_entry(value, _RETURN_NUMBER, "0E", _IS_EXPORT)
    if key == "returned_quantity":
        return Words("大于0、不超过24位的数", "a finite number above 0 of at most 24 digits")
    values = NAMES[key].values
    if values is None:
        return _ACCEPTED[NAMES[key].kind]
    zh = "、".join(word.words.zh for word in values.values())
    en = ", ".join(values)
    return (
        Words(f"下列之一：{zh}", f"one of {en}")
        if key != "papers_held"
        else Words(f"下列单证（以；分隔）：{zh}", f"a list, or a text parted by ';', of {en}")
    )


_EXPORT_NUMBER = Words(
    "18位单证号，第9位为0（报关单）或E（清单）",
    "18 characters, the ninth 0 (declaration) or E (list)",
)
_RETURN_NUMBER = Words("18位退运报关单号，第9位为1或I", "18 characters, the ninth 1 or I (import)")
_IS_IMPORT = Words("所填为进口单证号", "this is an import number")
_IS_EXPORT = Words("所填为出口单证号", "this is an export number")


def _accepted_entry(value: object, number: Words, wrong: str, mistaken: Words) -> Words:
    digits = rf"[0-9]{{8}}[{wrong}][0-9]{{9}}"
    if isinstance(value, str) and re.fullmatch(digits, value.strip().upper()):
        return Words(f"{number.zh}；{mistaken.zh}", f"{number.en}; {mistaken.en}")
    return number
