from __future__ import annotations

import json
from collections import Counter, OrderedDict, UserDict
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePath
from random import Random
from types import MappingProxyType
from typing import Any

import pytest

import samples
from retax import Finding, ReturnedGoods, ValidationError, Verdict, check, check_many
from sizes import walk_part_and_whole
from walks import walk_points

EACH = 10_000
OF_THE_FIRST = 3_000
SEEDS = range(11)
NAMES = [name for fact, others in samples.OTHER_NAMES.items() for name in (fact, *others)]
WORDS = [
    word
    for words in (*samples.WORDS.values(), samples.PAPER_WORDS)
    for value, chinese in words.items()
    for word in (value, *chinese)
]


class Broken:
    def __repr__(self) -> str:
        raise RuntimeError("no words")

    __str__ = __repr__


class Unequal:
    def __eq__(self, other: object) -> bool:
        raise RuntimeError("not to be compared")

    __hash__ = object.__hash__


STRANGE: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    20260302,
    9610,
    2**63,
    -(2**64),
    10**400,
    10**5000,
    0.0,
    -0.0,
    1.5,
    1e308,
    5e-324,
    float("nan"),
    float("inf"),
    float("-inf"),
    1j,
    "",
    " ",
    "\u3000",
    "是",
    "否",
    "√",
    "0",
    "1",
    "-1",
    "9610",
    "９６１０",
    "NaN",
    "Infinity",
    "1e9999999",
    "2026-03-02",
    "20260302",
    "2026-02-30",
    "1999-12-31",
    "0000-00-00",
    "2026-03-02T00:00:00",
    "２０２６-０３-０２",
    samples.LIST_NUMBER,
    samples.DECLARATION_NUMBER,
    samples.RETURN_NUMBER,
    "滞销；退货",
    "核放单；检测记录",
    ";;;",
    "{zh}",
    "{en}",
    "{",
    "%s",
    "\ud800",
    "\udfff\ud800",
    "a\x00b",
    "\x1f",
    "\x85",
    "\ufeff",
    "\u202e",
    "e\u0301",
    "😀" * 50,
    "x" * 50_000,
    "9" * 5_000,
    b"9610",
    bytearray(b"x"),
    date(2026, 3, 2),
    date.min,
    date.max,
    datetime(2026, 3, 2),
    datetime(2026, 3, 2, tzinfo=UTC),
    time(0),
    timedelta(1),
    Decimal("1.50"),
    Decimal("NaN"),
    Decimal("sNaN"),
    Decimal("-Infinity"),
    Decimal("1E+999999"),
    Fraction(1, 3),
    PurePath("a"),
    [],
    [[]],
    [[[[[[[[]]]]]]]],
    [None],
    ["export_list", "核放单"],
    ["export_list", ["gate_release"]],
    [{}],
    (),
    ("export_list",),
    (0, (1,), 0),
    {},
    {"a": {"b": {"c": [1, 2, {"d": None}]}}},
    {"export_list": True},
    set[str](),
    {"export_list"},
    frozenset({"match_record"}),
    range(3),
    object(),
    int,
    len,
    ...,
    NotImplemented,
    Broken(),
    Unequal(),
    ReturnedGoods(),
)


def strange(random: Random, depth: int = 0) -> Any:
    """Return a value of any kind."""
    kind = random.randrange(12)
    if kind < 6 or depth > 3:
        return random.choice(STRANGE)
    if kind == 6:
        return [strange(random, depth + 1) for _ in range(random.randrange(4))]
    if kind == 7:
        return {
            random.choice(("a", "reason", "", "\ud800")): strange(random, depth + 1)
            for _ in range(random.randrange(3))
        }
    if kind == 8:
        return random.choice((random.randrange(-10, 10**9), random.uniform(-1e9, 1e9)))
    if kind == 9:
        return random.choice(WORDS)
    if kind == 10:
        return "".join(
            random.choice("0123456789E-. ;；是否y\t\n滞销\u0661\ud801")
            for _ in range(random.choice((1, 4, 10, 18)))
        )
    return (date(1999, 6, 1) + timedelta(random.randrange(80_000))).isoformat()


def name(random: Random) -> Any:
    """Return a name of a fact, or sometimes something else."""
    if random.random() < 0.9:
        return random.choice(NAMES)
    key = strange(random)
    try:
        hash(key)
    except TypeError:
        return "colour"
    return "colour" if isinstance(key, Unequal) else key


def in_other_words(random: Random, facts: dict[str, Any]) -> dict[str, Any]:
    """Return the same facts under other names, with values written in other ways."""
    told: dict[str, Any] = {}
    for fact, value in facts.items():
        written = value
        if isinstance(value, bool):
            written = random.choice((value, "是" if value else "否", int(value)))
        elif isinstance(value, date):
            written = random.choice((value, value.isoformat(), f"{value:%Y%m%d}"))
        elif fact in samples.WORDS:
            written = random.choice((value, *samples.WORDS[fact][value]))
        elif isinstance(value, list):
            written = random.choice((value, "；".join(value), set(value)))
        told[random.choice((fact, *samples.OTHER_NAMES[fact]))] = written
    return told


def mutated(random: Random, facts: dict[str, Any]) -> dict[Any, Any]:
    changed: dict[Any, Any] = dict(facts)
    for _ in range(random.choice((1, 1, 2, 5))):
        kind = random.randrange(4)
        if kind == 0 and changed:
            changed[random.choice(list(changed))] = strange(random)
        elif kind == 1 and changed:
            one, other = random.choice(list(changed)), random.choice(list(changed))
            changed[one], changed[other] = changed[other], changed[one]
        elif kind == 2 and facts:
            day = random.choice(samples.DAYS)
            changed[day] = date(2024, 1, 1) + timedelta(random.randrange(1500))
        else:
            changed[name(random)] = strange(random)
    return changed


def anything(random: Random) -> Any:
    """Return facts, nearly facts, or something else altogether."""
    kind = random.randrange(20)
    if kind < 5:
        return samples.random_facts(random)
    if kind < 10:
        return in_other_words(random, samples.random_facts(random))
    if kind < 17:
        return mutated(random, in_other_words(random, samples.random_facts(random)))
    if kind < 19:
        given = {name(random): strange(random) for _ in range(random.randrange(8))}
        wrapper: Any = random.choice((dict, dict, OrderedDict, UserDict, MappingProxyType))
        return wrapper(given)
    return strange(random)


def exercise(verdict: Verdict) -> None:
    """Read everything a verdict has to say."""
    for member in dir(Verdict):
        if not member.startswith("_"):
            getattr(verdict, member)
    for finding in verdict.findings:
        for member in dir(Finding):
            if not member.startswith("_"):
                getattr(finding, member)
        assert finding.explain("zh")
        assert finding.explain("en")
        assert repr(finding)
    assert verdict.explain("zh")
    assert verdict.explain("en")
    for lang in (None, "zh", "en"):
        plain = json.loads(verdict.to_json(lang).encode())
        assert plain["status"] == verdict.status
    assert verdict == check(verdict.facts, **_get_options(verdict))
    assert isinstance(hash(verdict), int)
    assert verdict.status in repr(verdict)


def _get_options(verdict: Verdict) -> dict[str, Any]:
    return {
        "as_of": verdict.as_of,
        "settled": verdict.settled,
        "days_off": verdict.days_off,
        "known_on": verdict.known_on,
    }


def read_errors(error: ValidationError) -> None:
    """Read everything an error has to say."""
    assert str(error)
    assert repr(error)
    lines = error.errors()
    assert len(lines) == error.error_count() > 0
    for line in lines:
        assert line["ctx"]["zh"].strip()
        assert line["ctx"]["en"].strip()
        assert line["msg"]
        assert len(line["loc"]) <= 1
    error.errors(include_url=False, include_input=False)


def judged(given: Any, options: Mapping[str, Any]) -> Verdict | ValidationError:
    try:
        return check(given, **options)
    except ValidationError as error:
        return error


@pytest.mark.no_cover  # it would double the time; every line has a test of its own elsewhere
@pytest.mark.parametrize(
    ("seed", "number"),
    [(0, OF_THE_FIRST), *(pytest.param(seed, EACH, marks=pytest.mark.long) for seed in SEEDS)],
)
def test_anything_at_all_gets_a_verdict_or_a_validation_error(seed: int, number: int) -> None:
    random = Random(1000 + seed)
    reached: Counter[str] = Counter()
    for n in range(number):
        given = anything(random)
        options = samples.random_options(random)
        try:
            answer = judged(given, options)
            if isinstance(answer, ValidationError):
                read_errors(answer)
                reached["refused"] += 1
            else:
                reached["verdict"] += 1
                reached[answer.status] += 1
                if n % 12 == 0:
                    exercise(answer)
        except BaseException as wrong:
            wrong.add_note(f"input {n} of seed {seed}: {_shown(given)} with {options}")
            raise
    assert reached["verdict"] >= number / 3
    assert reached["refused"] >= number / 10
    assert all(reached[status] for status in samples.BADGES)


def _shown(given: Any) -> str:
    try:
        return ascii(given)[:2000]
    except Exception:
        return "<no words>"


def test_a_file_of_anything_at_all_goes_on_to_its_end() -> None:
    random = Random(77)
    lines = [anything(random) for _ in range(3000)]
    answers = list(check_many(lines, errors="return"))
    assert len(answers) == len(lines)
    again = [judged(line, {}) for line in lines]
    assert [type(answer) for answer in answers] == [type(answer) for answer in again]


def _as_json(value: object) -> object:
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    raise TypeError


@walk_part_and_whole("number", 1000, 3000)
def test_facts_in_json_get_the_same_answer_as_facts_in_python(number: int) -> None:
    random = Random(78)
    compared = 0
    while compared < number:
        given = anything(random)
        try:
            text = json.dumps(given, default=_as_json, ensure_ascii=True)
            plain = json.loads(text)
        except (TypeError, ValueError, RuntimeError):
            continue
        compared += 1
        answer = judged(plain, {})
        try:
            from_json: Any = ReturnedGoods.model_validate_json(text)
        except ValidationError as error:
            str(error)
            error.errors()
            assert isinstance(answer, ValidationError)
        else:
            assert isinstance(answer, Verdict)
            assert from_json == answer.facts


@walk_points("fact", samples.OTHER_NAMES)
def test_every_strange_value_of_every_fact_is_read_or_refused(fact: str) -> None:
    for value in STRANGE:
        answer = judged({fact: value}, {})
        by_another_name = judged({samples.OTHER_NAMES[fact][0]: value}, {})
        if isinstance(answer, ValidationError):
            for refused in (answer, by_another_name):
                assert isinstance(refused, ValidationError)
                read_errors(refused)
                assert refused.errors()[0]["loc"] == (fact,)
        else:
            assert isinstance(by_another_name, Verdict)
            outcomes = [finding.outcome for finding in answer.findings]
            assert [finding.outcome for finding in by_another_name.findings] == outcomes
            exercise(answer)
