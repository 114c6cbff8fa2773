"""Answers of customs to open questions, as people name them: 召回=从宽, rest-day=lenient."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from retax import QUESTIONS, Question, Side
from retax.desk.source import DeskError
from retax.facts.values import REASONS
from retax.words import Words, both, joined

SIDES_OF_WORDS: Mapping[str, Side] = {
    "strict": "strict",
    "从严": "strict",
    "lenient": "lenient",
    "从宽": "lenient",
}
"""The two sides of a question as they are typed."""

SIDE_WORDS: Mapping[Side, Words] = {
    "strict": Words("从严", "strict"),
    "lenient": Words("从宽", "lenient"),
}
"""The two sides in words."""

_NO_QUESTION = Words(
    "{where}为“{pair}”，没有名为“{name}”的口径问题；"
    "请改填下列之一：{names}，如 召回=从宽、rest-day=lenient",
    "{where} is {pair!r}; there is no question {name!r}; accepted are {names}, "
    "as in rest-day=lenient",
)
_SEVERAL = Words(
    "{where}为“{pair}”，其中 {name} 可能指几个口径问题；请改填下列之一：{names}",
    "{where} is {pair!r}; {name!r} may be several questions; accepted are {names}",
)
_NOT_SETTLED = Words(
    "{where}为“{pair}”，口径问题 {question} 不能整体确定；请在表中{instead}",
    "{where} is {pair!r}; no answer on {question} covers every case; {instead} instead",
)
_NO_SIDE = Words(
    "{where}为“{pair}”；请改填下列之一：{name}=strict（从严）、{name}=lenient（从宽）",
    "{where} is {pair!r}; accepted are {name}=strict and {name}=lenient",
)
_BOTH_SIDES = Words(
    "{where}对 {question} 给了两个不同的口径；应只给一个",
    "{where} puts {question} on both sides; accepted is one of them",
)


def find_questions(name: str) -> list[Question]:
    """Return the questions a name may mean: by id, reason, whole question or part of it."""
    named = name.strip().rstrip("？?")
    if named in QUESTIONS:
        return [QUESTIONS[named]]
    reasons = [id_ for id_, word in REASONS.items() if word.words.zh == named]
    of_reason = [QUESTIONS[id_] for id_ in map("reason:{}".format, reasons) if id_ in QUESTIONS]
    # 错发 is also part of a question of the ordinary route; as a reason it means this one alone.
    if of_reason or not named:
        return of_reason
    whole = [each for each in QUESTIONS.values() if each.asks.zh.rstrip("？") == named]
    return whole or [each for each in QUESTIONS.values() if named in each.asks.zh]


def settle(pairs: Iterable[tuple[str, str]], where: Words) -> dict[str, Side]:
    """Return the side of each question, by id, of pairs of a question's name and a side.

    ``where``: where they are written, for what is not accepted.

    Raises:
        DeskError: a name is no question or may be several, no answer covers every case of one,
            a side is neither, or a question is put on both sides.
    """
    sides: dict[str, Side] = {}
    for name, given in pairs:
        pair = f"{name}={given}" if given else name
        question = _find_question(name, pair, where)
        if given not in SIDES_OF_WORDS:
            raise DeskError(_NO_SIDE.filled(where=where, pair=pair, name=question.id))
        if sides.get(question.id, SIDES_OF_WORDS[given]) != SIDES_OF_WORDS[given]:
            raise DeskError(_BOTH_SIDES.filled(where=where, question=question.id))
        sides[question.id] = SIDES_OF_WORDS[given]
    return sides


def _name_question(question: Question) -> Words:
    """Return the id of a question and, for a reader of Chinese, what it asks."""
    return Words(f"{question.id}（{question.asks.zh}）", question.id)


def _find_question(name: str, pair: str, where: Words) -> Question:
    found = find_questions(name)
    if len(found) != 1:
        why = _SEVERAL if found else _NO_QUESTION
        meant = found or [each for each in QUESTIONS.values() if each.can_be_settled]
        names = joined([_name_question(each) if found else both(each.id) for each in meant])
        raise DeskError(why.filled(where=where, pair=pair, name=name, names=names))
    instead = found[0].instead
    if instead is not None:
        facts = {"where": where, "pair": pair, "question": found[0].id, "instead": instead.states}
        raise DeskError(_NOT_SETTLED.filled(**facts))
    return found[0]
