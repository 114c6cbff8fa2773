"""The page of open questions: both sides, the grounds, a case, and how to settle each."""

from __future__ import annotations

from collections.abc import Iterator

from make_docs.cases import list_clauses, open_on
from make_docs.clause_pages import describe_case, name_file, write_readings
from retax import QUESTIONS, Words
from retax.judge.compiled_law import CompiledClause
from retax.law.rules import Question
from retax.publish.markdown import (
    build_page,
    build_table,
    write_anchor,
    write_code,
    write_fenced_code,
)
from retax.publish.question_links import FILE, link, write_question_heading

_INTRODUCTION = Words(
    "以下问题，公告条文有两种理解，尚未见官方明确口径。retax 不代为取舍：结论因此不同的，"
    "列为“口径待核”，并列出两种理解。主管海关已有明确答复的，按答复设定即可，结论中会注明。",
    "On these points the text has two readings and no official answer was found. retax does not "
    "choose: where a case turns on one, the verdict is `needs_review` and shows both sides. Where "
    "your customs office has answered, settle the question, and the verdict says that you did.",
)
_ADVICE = Words(
    "建议以书面形式或经 12360 海关热线咨询，并留存答复（日期、答复单位、内容）。"
    "一个海关的答复不当然约束另一个海关。",
    "Ask in writing or through the 12360 customs hotline, and keep the answer with its day and the "
    "office that gave it. What one office answered does not of itself bind another.",
)
_ADVISED = Words(
    "每次咨询一个问题；答复“从严”的也应记录，结论同样因此确定。",
    "Ask one question at a time; an answer on the strict side is worth recording too, since it "
    "decides the case as well.",
)

_CANNOT_BE_SETTLED = Words(
    "此问题不能设定：没有一个答复适用于所有情形。请{instead}。",
    "This one cannot be settled: no answer covers every case. Instead: {instead}.",
)

_OVERVIEW = "At a glance · 一览"


def make_pages() -> dict[str, str]:
    """Return the page by its path."""
    return {
        FILE: build_page(
            "Open questions · 口径问题",
            f"{_INTRODUCTION.en}\n\n{_INTRODUCTION.zh}",
            "## How to settle one · 如何设定",
            f"{_ADVICE.en} {_ADVISED.en}\n\n{_ADVICE.zh}{_ADVISED.zh}",
            write_fenced_code(_write_settled(), "python"),
            write_fenced_code(
                "needs_review ['ask_customs:reason:recall']\neligible\nineligible", "text"
            ),
            write_fenced_code("retax check goods.xlsx --settle reason:recall=lenient", "sh"),
            f"## {_OVERVIEW}",
            build_table(
                ("Question", "口径问题 · What is asked", "Clauses"),
                [
                    (
                        link(q.id),
                        f"{q.asks.zh}<br>{q.asks.en}",
                        "<br>".join(_list_links(q)),
                    )
                    for q in QUESTIONS.values()
                ],
            ),
            *(part for question in QUESTIONS.values() for part in _describe(question)),
        )
    }


def _write_settled() -> str:
    return """\
import retax

goods = {
    "supervision_code": "9610",
    "declared_on": "2026-03-05", "released_on": "2026-03-05",
    "exported_on": "2026-03-07",
    "returned_on": "2026-06-18", "return_declared_on": "2026-06-19",
    "reason": "recall", "is_food": False, "export_refund": "not_refunded",
    "same_form": True, "parts_added": False, "processed": False, "use": "unused",
}
undecided = retax.check(goods)
print(undecided.status, [action.id for action in undecided.actions])
print(retax.check(goods, settled={"reason:recall": "lenient"}).status)
print(retax.check(goods, settled={"reason:recall": "strict"}).status)"""


def _list_turning(question: Question) -> list[CompiledClause]:
    return [ruled for ruled in list_clauses() if question.id in ruled.turning.open]


def _list_links(question: Question) -> list[str]:
    return [
        f"[{write_code(ruled.clause.id)}]({name_file(ruled.clause.id)})"
        for ruled in _list_turning(question)
    ]


def _describe(question: Question) -> Iterator[str]:
    yield f"## {write_question_heading(question.id)}"
    yield f"**{question.asks.en}**"
    yield write_readings(question)
    yield f"Clauses · 条款: {', '.join(_list_links(question))}"
    case = next(filter(None, (open_on(ruled, question.id) for ruled in _list_turning(question))))
    yield "A case that turns on it · 结论取决于此的案例："
    yield describe_case(case)
    if question.instead is None:
        yield write_fenced_code(
            f"retax check goods.xlsx --settle {question.id}=strict   # or lenient", "sh"
        )
    else:
        cannot = _CANNOT_BE_SETTLED.filled(instead=question.instead.states)
        yield f"{cannot.en}\n\n{cannot.zh}"
    yield f"[↑ {_OVERVIEW}](#{write_anchor(_OVERVIEW)})"
