"""The law as the command tells it: one clause, one open question, or all of it at a glance.

Everything is taken from the law itself; nothing is worded here but the headings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from retax import QUESTIONS, Question, Words
from retax.desk.command.options import LANGS
from retax.desk.settlements import find_questions
from retax.desk.source import DeskError
from retax.facts.catalogue import NAMES
from retax.judge.compiled_law import CompiledClause, get_law
from retax.judge.reachable_outcomes import find_reachable_outcomes
from retax.law.clause import Clause, write_article
from retax.law.main_regime import MAIN_REGIME
from retax.law.outcome import OUTCOMES
from retax.law.regimes import REGIMES
from retax.logic.traversal import list_questions
from retax.words import both, joined

_MOST_NEAR = 3
"""The most clauses or questions named that a name comes near."""


def describe(id_: str) -> list[Words]:
    """Tell of a clause or an open question, by its id or a part of its words, line by line.

    Raises:
        DeskError: there is neither a clause nor a question of that id or those words, or several.
    """
    id_ = _find_id(id_)
    if id_ in QUESTIONS:
        return list(_describe_question(QUESTIONS[id_]))
    ruled = next((ruled for ruled in _list_clauses() if ruled.clause.id == id_), None)
    if ruled is not None:
        return list(_describe_clause(ruled))
    ids = [*_list_entries()]
    near = _name_near(id_)
    meant = Words("；是否为 {near}？", "; is it {near}?").filled(near=near) if near else both("")
    raise DeskError(
        Words(
            f"没有名为“{id_}”的条款或口径问题{meant.zh or '；'}"
            f"{'可用：' if meant.zh else '请改填下列之一：'}{'、'.join(ids)}",
            f"{id_!r} is neither a clause nor a question{meant.en}; accepted are {', '.join(ids)}",
        )
    )


def _list_entries() -> Mapping[str, Words]:
    """Return clauses and questions by id, in the words they are looked up by."""
    clauses = {ruled.clause.id: ruled.clause.words for ruled in _list_clauses()}
    return {**clauses, **{id_: question.asks for id_, question in QUESTIONS.items()}}


_FEWEST_IN_COMMON = 2
"""The fewest characters a name has in one run of the Chinese words of what it comes near."""


def _name_near(named: str) -> Words | None:
    """Name what a name comes near: an id, else the words with the longest run of it."""
    from difflib import get_close_matches  # only a misspelt id needs it

    near = get_close_matches(named, _list_entries(), n=1) or _find_longest_in_common(named)
    return _name_entries(near) if near else None


def _name_entries(ids: Sequence[str]) -> Words:
    """Name clauses and questions, each with its words."""
    entries = _list_entries()
    shown = Words("{id}（{words}）", "{id} ({words})")
    return joined([shown.filled(id=id_, words=entries[id_]) for id_ in ids])


def _find_longest_in_common(named: str) -> list[str]:
    from difflib import SequenceMatcher

    folded = _fold(named)
    runs = {
        id_: SequenceMatcher(None, folded, _fold(words.zh), autojunk=False)
        .find_longest_match()
        .size
        for id_, words in _list_entries().items()
    }
    longest = max(runs.values())
    near = [id_ for id_, run in runs.items() if run == longest >= _FEWEST_IN_COMMON]
    return near[:_MOST_NEAR]


def _list_clauses() -> list[CompiledClause]:
    """Return the clauses of the announcement, then those of the ordinary route."""
    return [ruled for regime in REGIMES for ruled in get_law(regime=regime).clauses]


def _find_id(named: str) -> str:
    """Return the id of the one clause, else the one question, that a name may mean.

    Words mean a clause of the announcement before one of the ordinary route.
    """
    if named in QUESTIONS or any(ruled.clause.id == named for ruled in _list_clauses()):
        return named
    by_regime = ([r.clause for r in get_law(regime=regime).clauses] for regime in REGIMES)
    meant = next(filter(None, (_find_ids(named.strip(), clauses) for clauses in by_regime)), [])
    found = meant if len(meant) == 1 else [question.id for question in find_questions(named)]
    if len(found) == 1:
        return found[0]
    several = list(dict.fromkeys((*meant, *found)))
    if several:
        raise DeskError(
            Words(
                "{named} 可能指几项条款或口径问题；请改填下列之一：{several}",
                "{named!r} may be several clauses or questions; accepted are {several}",
            ).filled(named=named, several=_name_entries(several))
        )
    return named


def _find_ids(named: str, clauses: Sequence[Clause]) -> list[str]:
    folded = _fold(named)
    return [
        clause.id
        for clause in clauses
        if folded and any(folded in _fold(clause.words.text(lang)) for lang in LANGS)
    ]


_NUMERALS = str.maketrans("123456789", "一二三四五六七八九")


def _fold(text: str) -> str:
    """Return a text without what tells no two names apart: width, case, spaces; 6个月 is 六个月."""
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return re.sub("[1-9](?=[个年月日天条])", lambda found: found[0].translate(_NUMERALS), plain)


def _describe_clause(ruled: CompiledClause) -> Iterator[Words]:
    clause = ruled.clause
    inferred = Words("", "") if clause.named else Words("，推定条件", ", inferred")
    yield Words("{id}（{article}{inferred}）{words}", "{id} ({article}{inferred}) {words}").filled(
        id=clause.id, article=write_article(clause.article), inferred=inferred, words=clause.words
    )
    yield Words("涉及的要素：", "Facts it reads:")
    here = find_reachable_outcomes(ruled)
    for name, unknown in here.while_unknown.items():
        yield Words(
            "  · {label}（{name}；未填时：{unknown}）", "  - {label} ({name}; unknown: {unknown})"
        ).filled(label=NAMES[name].label, name=name, unknown=unknown)
    questions = list_questions(clause.holds)
    if questions:
        yield Words("口径问题：", "Open questions:")
        for question in QUESTIONS.values():
            if question.id in questions:
                yield Words("  · {id}：{asks}", "  - {id}: {asks}").filled(
                    id=question.id, asks=question.asks
                )
    yield Words("可能的结果：{outcomes}", "Outcomes: {outcomes}").filled(
        outcomes=joined([OUTCOMES[outcome] for outcome in here.outcomes])
    )


def _describe_question(question: Question) -> Iterator[Words]:
    yield Words("{id}：{asks}", "{id}: {asks}").filled(id=question.id, asks=question.asks)
    yield Words("  从严（strict）：{side}", "  strict: {side}").filled(side=question.strict)
    yield Words("  从宽（lenient）：{side}", "  lenient: {side}").filled(side=question.lenient)
    yield Words("  理由：{grounds}", "  grounds: {grounds}").filled(grounds=question.grounds)
    turning = [ruled.clause for ruled in _list_clauses() if question.id in _list_questions(ruled)]
    for clause in turning:
        yield Words("  涉及条款：{id} {words}", "  clause: {id} {words}").filled(
            id=clause.id, words=clause.words
        )
    if question.instead is None:
        yield Words(
            f"  主管海关已有明确口径的：--settle {question.id}=strict 或 lenient",
            f"  where the customs office has answered it: --settle {question.id}=strict or lenient",
        )
    else:
        yield Words(
            "  没有适用于所有情形的答复，不能用 --settle 确定：{instead}",
            "  no answer covers every case, so --settle does not take it: {instead}",
        ).filled(instead=question.instead.words)


def _list_questions(ruled: CompiledClause) -> frozenset[str]:
    return list_questions(ruled.clause.holds)


def describe_law() -> list[Words]:
    """Tell of the announcements, the four codes, the clauses and the open questions."""
    return [
        Words(
            "公告（按出口申报日期适用）：", "Announcements (by the day of the export declaration):"
        ),
        *(
            Words(
                "  {id}  {first} 至 {last}  {cites}（{issued} 成文，{published} 公布）",
                "  {id}  {first} to {last}  {cites} (issued {issued}, published {published})",
            ).filled(
                id=f"{a.id:<8}",
                first=a.first_day,
                last=a.last_day,
                cites=a.cites,
                issued=a.issued,
                published=a.published,
            )
            for a in MAIN_REGIME.instruments()
        ),
        Words("监管方式：", "Supervision codes:"),
        *(
            Words("  {code}  {words}", "  {code}  {words}").filled(code=code, words=words)
            for code, words in MAIN_REGIME.codes.items()
        ),
        Words("条款：", "Clauses:"),
        *(
            Words("  {id}  {article}  {words}", "  {id}  {article}  {words}").filled(
                id=f"{ruled.clause.id:<20}",
                article=write_article(ruled.clause.article),
                words=ruled.clause.words,
            )
            for ruled in _list_clauses()
        ),
        Words("口径问题：", "Open questions:"),
        *(
            Words("  {id}  {asks}", "  {id}  {asks}").filled(
                id=f"{question.id:<24}", asks=question.asks
            )
            for question in QUESTIONS.values()
        ),
        *(a.caveat for regime in REGIMES for a in regime.instruments() if a.caveat is not None),
        Words(
            f"公告核对至 {MAIN_REGIME.reviewed_on}；以公告原文和海关审核为准。",
            f"Announcements reviewed on {MAIN_REGIME.reviewed_on}. The official text prevails; "
            "customs decides.",
        ),
    ]
