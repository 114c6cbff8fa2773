"""The law as the command tells it: one clause, one open question, or all of it at a glance.

Everything is taken from the law itself; nothing is worded here but the headings.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from retax import QUESTIONS, Question, Words
from retax.desk.possible import possible
from retax.desk.rows import Unreadable
from retax.law.announcements import ANNOUNCEMENTS, LAW_REVIEWED_ON
from retax.law.clause import article_words
from retax.law.compiled import RuledClause, law_under
from retax.law.outcome import OUTCOMES
from retax.law.supervision_codes import SUPERVISION_CODES
from retax.logic.trees import questions_of
from retax.vocabulary import NAMES
from retax.words import joined


def told(id_: str) -> list[Words]:
    """Tell of a clause or an open question, by its id, one line after another.

    Raises:
        Unreadable: there is neither a clause nor a question of that id.
    """
    if id_ in QUESTIONS:
        return list(_question(QUESTIONS[id_]))
    ruled = next((ruled for ruled in law_under().clauses if ruled.clause.id == id_), None)
    if ruled is not None:
        return list(_clause(ruled))
    ids = [*(ruled.clause.id for ruled in law_under().clauses), *QUESTIONS]
    near = difflib.get_close_matches(id_, ids, n=1)
    meant = Words(f"；是否为 {near[0]}？", f"; is it {near[0]}?") if near else Words("", "")
    raise Unreadable(
        Words(
            f"没有条款或口径问题 {id_}{meant.zh or '；'}"
            f"{'可用：' if meant.zh else '应为下列之一：'}{'、'.join(ids)}",
            f"{id_!r} is neither a clause nor a question{meant.en}; accepted are {', '.join(ids)}",
        )
    )


def _clause(ruled: RuledClause) -> Iterator[Words]:
    clause = ruled.clause
    inferred = Words("", "") if clause.named else Words("，推定条件", ", inferred")
    yield Words("{id}（{article}{inferred}）{words}", "{id} ({article}{inferred}) {words}").filled(
        id=clause.id, article=article_words(clause.article), inferred=inferred, words=clause.words
    )
    yield Words("涉及的要素：", "Facts it reads:")
    here = possible(ruled)
    for name, unknown in here.while_unknown.items():
        yield Words(
            "  · {label}（{name}；未填时：{unknown}）", "  - {label} ({name}; unknown: {unknown})"
        ).filled(label=NAMES[name].label, name=name, unknown=unknown)
    asked = questions_of(clause.holds)
    if asked:
        yield Words("口径问题：", "Open questions:")
        for question in QUESTIONS.values():
            if question.id in asked:
                yield Words("  · {id}：{asks}", "  - {id}: {asks}").filled(
                    id=question.id, asks=question.asks
                )
    yield Words("可能的结果：{outcomes}", "Outcomes: {outcomes}").filled(
        outcomes=joined([OUTCOMES[outcome] for outcome in here.outcomes])
    )


def _question(question: Question) -> Iterator[Words]:
    yield Words("{id}：{asks}", "{id}: {asks}").filled(id=question.id, asks=question.asks)
    yield Words("  从严（strict）：{side}", "  strict: {side}").filled(side=question.strict)
    yield Words("  从宽（lenient）：{side}", "  lenient: {side}").filled(side=question.lenient)
    yield Words("  理由：{grounds}", "  grounds: {grounds}").filled(grounds=question.grounds)
    turning = [ruled.clause for ruled in law_under().clauses if question.id in _asked_in(ruled)]
    for clause in turning:
        yield Words("  涉及条款：{id} {words}", "  clause: {id} {words}").filled(
            id=clause.id, words=clause.words
        )
    yield Words(
        f"  主管海关已有明确口径的：--settle {question.id}=strict 或 lenient",
        f"  where the customs office has answered it: --settle {question.id}=strict or lenient",
    )


def _asked_in(ruled: RuledClause) -> frozenset[str]:
    return questions_of(ruled.clause.holds)


def at_a_glance() -> list[Words]:
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
            for a in ANNOUNCEMENTS
        ),
        Words("监管方式：", "Supervision codes:"),
        *(
            Words("  {code}  {words}", "  {code}  {words}").filled(code=code, words=row.words)
            for code, row in SUPERVISION_CODES.items()
        ),
        Words("条款：", "Clauses:"),
        *(
            Words("  {id}  {article}  {words}", "  {id}  {article}  {words}").filled(
                id=f"{ruled.clause.id:<20}",
                article=article_words(ruled.clause.article),
                words=ruled.clause.words,
            )
            for ruled in law_under().clauses
        ),
        Words("口径问题：", "Open questions:"),
        *(
            Words("  {id}  {asks}", "  {id}  {asks}").filled(
                id=f"{question.id:<24}", asks=question.asks
            )
            for question in QUESTIONS.values()
        ),
        *(a.caveat for a in ANNOUNCEMENTS if a.caveat is not None),
        Words(
            f"公告核对至 {LAW_REVIEWED_ON}；以公告原文和海关审核为准。",
            f"Announcements reviewed on {LAW_REVIEWED_ON}. The official text prevails; "
            "customs decides.",
        ),
    ]
