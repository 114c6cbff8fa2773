"""Amounts as people write them: names, 6.5%, 1,234.50; one sentence for each refusal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from retax.facts.messages import (
    GivenValue,
    Refusal,
    RejectionCode,
    describe_conflicting_values,
    describe_not_accepted,
    escape_unprintable,
    quote_words,
)
from retax.facts.parse_value import LONGEST_NUMBER, parse_yes_no
from retax.facts.values import YES_NO
from retax.money.catalogue import (
    AMOUNTS,
    BOUND,
    EITHER_OR,
    GIVEN_TOGETHER,
    RATE_DIGITS,
    AmountRecord,
    describe_pair,
    find_amount,
    suggest_amount,
)
from retax.money.figures import MONEY_CONTEXT, round_to_fen, write_money, write_rate
from retax.words import Words

LONGEST_AMOUNT = 100
"""Characters of an amount; no accepted one takes as many."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_YUAN = re.compile(r"^(?:[¥]|CNY|RMB|人民币)\s*|\s*(?:元|CNY|RMB|人民币)$", re.IGNORECASE)
_OTHER_CURRENCY = re.compile(r"[A-Za-z]{3}|[美欧日港澳台加韩新]元|英镑|卢布|港币|盾|铢")
_LAST_DECIMAL = Decimal(1).scaleb(-RATE_DIGITS)

AmountValue: TypeAlias = Decimal | bool


def read_amounts(given: Mapping[Any, Any]) -> tuple[dict[str, AmountValue], list[Refusal]]:
    """Return the known amounts under the model's names, and what is refused.

    A blank text and None are unknown. The refusals are names that are no amount, values that are
    not accepted, amounts given twice with different values and one of a pair alone.
    """
    read: dict[str, GivenValue[AmountValue]] = {}
    refusals: list[Refusal] = []
    for name, written in given.items():
        amount = find_amount(name) if isinstance(name, str) else None
        if amount is None:
            named = escape_unprintable(name)
            refusals.append(Refusal(named, written, _describe_unknown_name(name), "unknown_name"))
            continue
        try:
            value = read_amount(amount, written)
        except ValueError as error:
            refusals.append(_refuse_value(amount, written, error))
            continue
        if value is None:
            continue
        entry = GivenValue(name, written, value)
        earlier = read.setdefault(amount, entry)
        if earlier.value != entry.value:
            label = AMOUNTS[amount].label.zh
            words = describe_conflicting_values(label, amount, earlier, entry)
            refusals.append(Refusal(amount, written, words, "conflicting_names"))
    # Where one of a pair is refused, the other would seem to be given alone.
    if not refusals:
        refusals += _refuse_combinations(read)
    return {name: read[name].value for name in AMOUNTS if name in read}, refusals


# -- values -------------------------------------------------------------------------------


def read_amount(amount: str, written: object) -> AmountValue | None:
    """Return one amount as read; None where nothing is written.

    Raises:
        ValueError: it is not accepted.
    """
    if written is None or (isinstance(written, str) and not written.strip()):
        return None
    return _read_value(AMOUNTS[amount], written)


class _NotAccepted(ValueError):
    """A value that can be read and is not accepted."""


def _read_value(record: AmountRecord, written: object) -> AmountValue:
    """Return a value as read; ValueError for one that is not accepted."""
    if record.kind == "yes_no":
        return _read_yes_no(written)
    number, has_percent = _read_number(written, is_money=record.kind == "money")
    if not number.is_finite():
        raise _NotAccepted
    if record.kind == "rate":
        return _check_rate(record, number, has_percent=has_percent)
    if has_percent:
        raise ValueError
    if number < 0 or number >= BOUND:
        raise _NotAccepted
    if record.kind == "quantity":
        return _check_decimals(number)
    amount = round_to_fen(number)
    if amount >= BOUND or (record.positive and amount == 0):
        raise _NotAccepted
    return amount


def _read_yes_no(written: object) -> bool:
    if _is_short(written):
        value = parse_yes_no(written.strip() if isinstance(written, str) else written)
        if isinstance(value, bool):
            return value
    raise ValueError


def _read_number(written: object, *, is_money: bool) -> tuple[Decimal, bool]:
    """Return a number and whether it bears a sign of per cent; floats count by their text."""
    if isinstance(written, bool) or not _is_short(written):
        raise ValueError
    match written:
        case Decimal():
            return written, False
        case int():
            return Decimal(int(written)), False
        case float():
            return Decimal(float.__repr__(written)), False  # numpy's repr is no number
        case str():
            return _read_text(written, is_money=is_money)
        case _:
            raise ValueError


def _is_short(written: object) -> bool:
    # The text of a whole number of more than 4,300 digits is a ValueError of Python's own.
    if isinstance(written, int):
        return int(written).bit_length() <= LONGEST_NUMBER
    return not isinstance(written, str) or len(written) <= LONGEST_AMOUNT


def _read_text(written: str, *, is_money: bool) -> tuple[Decimal, bool]:
    # Full-width digits, points and signs become plain ones: １２．５０ and ￥.
    text = unicodedata.normalize("NFKC", written).strip()
    if is_money:
        # Twice, since two signs may be on one side: 人民币¥100.
        text = _YUAN.sub("", _YUAN.sub("", text)).strip()
    has_percent = text.endswith("%")
    text = text.removesuffix("%").rstrip() if has_percent else text
    if not _NUMBER.fullmatch(text):
        raise ValueError
    return Decimal(text.replace(",", "")), has_percent


def _check_rate(record: AmountRecord, number: Decimal, *, has_percent: bool) -> Decimal:
    """Return a rate as a fraction; a bare number of 1 or more may be meant in per cent."""
    # A number beyond every rate is out before its point is moved: 1E+50000000 has nowhere to go.
    if not 0 <= number <= 100 * record.most or (number >= 1 and not has_percent):
        raise _NotAccepted
    rate = _check_decimals(MONEY_CONTEXT.scaleb(number, -2) if has_percent else number)
    if rate > record.most or (record.below and rate == record.most):
        raise _NotAccepted
    if record.only and rate not in record.only:
        raise _NotAccepted
    return rate


def _check_decimals(number: Decimal) -> Decimal:
    """Return a number as it is; ValueError for one with more than six digits behind the point."""
    # −0 and 0E-50000000 are 0 as well, and would be kept, and written, as they are.
    if number == 0:
        return Decimal(0)
    # Six digits hold 0.0001%; more are the rest of a division, such as a quotient of two prices.
    if number != MONEY_CONTEXT.quantize(number, _LAST_DECIMAL):
        raise _NotAccepted
    return number


# -- refusals -----------------------------------------------------------------------------


def _refuse_value(amount: str, written: object, error: ValueError) -> Refusal:
    code: RejectionCode = "not_accepted" if isinstance(error, _NotAccepted) else "unreadable"
    return Refusal(amount, written, _describe_refusal(AMOUNTS[amount], amount, written), code)


def _describe_refusal(record: AmountRecord, amount: str, written: object) -> Words:
    label, given = record.label.zh, quote_words(written)
    if isinstance(written, str) and len(written) > LONGEST_AMOUNT:
        given = Words(f"（{len(written)}个字符）", f"a text of {len(written)} characters")
    wanted = record.accepted
    if record.kind == "money" and _is_foreign(written):
        wanted = Words(
            f"{wanted.zh}；请先折算为人民币：上月第三个星期三中间价",
            f"{wanted.en}; convert it into yuan first, by the central parity of the third "
            "Wednesday of the month before",
        )
    per_cent = _as_per_cent(record, written) if record.kind == "rate" else None
    if per_cent is not None:
        return Words(
            f"{label} {given.zh}：请写 {per_cent.zh}",
            f"{amount} is {given.en}; accepted is {per_cent.en}",
        )
    return describe_not_accepted(label, amount, given, wanted)


def _is_foreign(written: object) -> bool:
    """Say whether a text is a number with the sign of another currency."""
    if not isinstance(written, str) or len(written) > LONGEST_AMOUNT:
        return False
    text = unicodedata.normalize("NFKC", written).strip()
    if not any(character.isdigit() for character in text):
        return False
    has_sign = any(unicodedata.category(c) == "Sc" and c != "¥" for c in text)
    found = _OTHER_CURRENCY.search(text)
    return has_sign or (found is not None and found[0].upper() not in ("CNY", "RMB"))


def _as_per_cent(record: AmountRecord, written: object) -> Words | None:
    """Return how a bare number is likely meant: 8 as 8% or 0.08; None where as no rate."""
    try:
        number, has_percent = _read_number(written, is_money=False)
        if has_percent or not number.is_finite() or number < 1:
            return None
        rate = _check_rate(record, number, has_percent=True)
    except ValueError:
        return None
    shown, fraction = write_rate(rate), f"{rate.normalize(MONEY_CONTEXT):f}"
    if rate >= 1:
        return Words(shown, f"'{shown}'")
    return Words(f"{shown} 或 {fraction}", f"'{shown}' or {fraction}")


def _refuse_combinations(read: Mapping[str, GivenValue[AmountValue]]) -> Iterator[Refusal]:
    for pair in GIVEN_TOGETHER:
        known = [name for name in pair if name in read]
        if len(known) == 1:
            (alone,) = known
            (other,) = set(pair) - {alone}
            yield _refuse_alone(alone, read[alone].written, other)
    for one, other in EITHER_OR:
        if one in read and other in read:
            written = read[one].written
            given, labels = (
                quote_words(written),
                [AMOUNTS[n].label.zh for n in (other, "refund_rate")],
            )
            words = Words(
                f"{AMOUNTS[one].label.zh}{given.zh}与{'、'.join(labels)}同时填写；应只填其一",
                f"{one} is {given.en} beside {other} and refund_rate; accepted is one of the two",
            )
            yield Refusal(one, written, words, "contradiction")


def _refuse_alone(alone: str, written: object, other: str) -> Refusal:
    given, together = quote_words(written), describe_pair(other)
    words = Words(
        f"{AMOUNTS[alone].label.zh}{given.zh}单独填写不能计税；应{together.zh}",
        f"{alone} is {given.en} and alone; accepted is {alone} {together.en}",
    )
    return Refusal(alone, written, words, "contradiction")


def _describe_unknown_name(name: object) -> Words:
    given = quote_words(name)
    near = suggest_amount(name) if isinstance(name, str) else None
    return Words(
        f"{given.zh}不是可识别的金额项目"
        + (f"；是否为“{near}”？" if near else "；应为金额项目名称"),
        f"{given.en} is no amount; accepted are the names of Amounts"
        + (f", such as {near!r}" if near else ""),
    )


def write_value(value: AmountValue, name: str) -> str:
    """Return an amount as text, as its kind is written."""
    if isinstance(value, bool):
        return YES_NO[value].zh
    match AMOUNTS[name].kind:
        case "rate":
            return write_rate(value)
        case "money":
            return write_money(value)
        case _:
            return f"{value.normalize(MONEY_CONTEXT):f}"
