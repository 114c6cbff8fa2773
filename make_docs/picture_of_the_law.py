"""A picture of the law: the clauses in order, where a question is open, outcome and status."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from textwrap import wrap

from make_docs import palette, svg
from make_docs.cases import find_cases
from make_docs.clause_pages import describe_condition
from retax import Outcome
from retax.judge.compiled_law import CompiledClause, get_law
from retax.law.clause import write_article
from retax.law.outcome import OUTCOMES, STATUS_OF, STATUSES

FILE = "images/law.svg"

BEST_FIRST: tuple[Outcome, ...] = tuple(reversed([*OUTCOMES]))

WIDTH, TOP, ROW = 760, 112, 54
BAND, BOX, QUESTIONS, FIRST_COLUMN, COLUMN = 20, 62, 448, 497, 43
LONGEST_LINE = 60
"""So many letters of the conditions in English fit into a box, in any font."""


def draw_picture() -> str:
    """Return the picture."""
    clauses = get_law().clauses
    below = TOP + ROW * len(clauses)
    marks = [*_draw_head(len(clauses)), *_draw_articles(clauses), *_draw_foot(below)]
    for at, ruled in enumerate(clauses):
        marks += _draw_clause(ruled, TOP + ROW * at, last=at == len(clauses) - 1)
    title = f"{len(clauses)} clauses in order; the worst outcome decides the verdict"
    return svg.draw_picture(WIDTH, below + 232, title, marks)


def _draw_head(clauses: int) -> Iterator[str]:
    middle = (BOX + QUESTIONS - 12) / 2
    yield svg.draw_box(BOX, 34, QUESTIONS - BOX - 12, 40, fill=svg.INK)
    yield svg.draw_text(
        BOX + 12, 59, "一行退运商品 · one line of returned goods", fill=svg.GROUND, bold=True
    )
    yield svg.draw_line(middle, 74, middle, TOP - 6)
    yield svg.draw_arrow_down(middle, TOP - 1)
    yield svg.draw_text(QUESTIONS, 32, f"{clauses} 项全部判断，遇“不符合”也不中止", size=12.5)
    yield svg.draw_text(
        QUESTIONS,
        48,
        f"all {clauses} are judged, also after one is not met",
        size=11,
        fill=svg.FAINT,
    )
    yield svg.draw_text(QUESTIONS + 20, 86, "口径问题", size=12, fill=svg.FAINT, anchor="middle")
    yield svg.draw_text(QUESTIONS + 20, 100, "questions", size=11, fill=svg.FAINT, anchor="middle")
    for at, outcome in enumerate(BEST_FIRST):
        words = OUTCOMES[outcome].zh
        lines = [words] if len(words) <= 3 else [words[:3], words[3:]]
        yield svg.draw_box(
            _find_column(at) - 20.5, 66, 41, 38, fill=palette.fill(outcome), radius=3
        )
        for number, said in enumerate(lines):
            y = 89.5 - 7 * (len(lines) - 1) + 14 * number
            yield svg.draw_text(_find_column(at), y, said, size=12, anchor="middle", bold=True)


def _draw_articles(clauses: tuple[CompiledClause, ...]) -> Iterator[str]:
    at = 0
    for article, group in groupby(clauses, key=lambda ruled: ruled.clause.article):
        rows = len(list(group))
        y, height = TOP + ROW * at, ROW * rows - 10
        words = write_article(article)
        yield svg.draw_box(BAND - 10, y, 46, height, fill=svg.SHADE)
        yield svg.draw_text(
            BAND + 13, y + height / 2, words.zh, size=12.5, anchor="middle", bold=True
        )
        yield svg.draw_text(
            BAND + 13, y + height / 2 + 15, f"Art. {article}", size=11, anchor="middle"
        )
        at += rows


def _draw_clause(ruled: CompiledClause, y: float, *, last: bool) -> Iterator[str]:
    clause = ruled.clause
    width, middle = QUESTIONS - BOX - 12, (BOX + QUESTIONS - 12) / 2
    demand = describe_condition(ruled)
    yield svg.draw_box(
        BOX, y, width, ROW - 10, fill=svg.GROUND, stroke=svg.LINE, dashed=not clause.named
    )
    lines = wrap(demand.en, LONGEST_LINE, break_on_hyphens=False)
    first = y + (18 if len(lines) == 1 else 15)
    yield svg.draw_text(BOX + 8, first, demand.zh, size=13, bold=True)
    yield svg.draw_text(BOX + width - 8, first, clause.id, size=10.5, fill=svg.FAINT, anchor="end")
    for number, said in enumerate(lines):
        below = first + (17 if len(lines) == 1 else 13) + 11 * number
        yield svg.draw_text(BOX + 8, below, said, size=10, fill=svg.FAINT)
    yield svg.draw_line(middle, y + ROW - 10, middle, y + ROW - 3)
    if not last:
        yield svg.draw_arrow_down(middle, y + ROW - 1)
    if ruled.turning.open:
        yield svg.draw_dot(QUESTIONS + 20, y + 22, 11, palette.STRONG["open"])
        number = len(ruled.turning.open)
        said = "?" if number == 1 else f"{number}?"
        yield svg.draw_text(
            QUESTIONS + 20, y + 26.5, said, size=13, fill=svg.GROUND, anchor="middle", bold=True
        )
    possible = find_cases(ruled)
    for at, outcome in enumerate(BEST_FIRST):
        if outcome in possible:
            yield svg.draw_dot(
                _find_column(at), y + 22, 7, palette.STRONG[outcome], stroke=svg.FAINT
            )
        else:
            yield svg.draw_dot(_find_column(at), y + 22, 2, svg.SHADE)


def _draw_foot(y: float) -> Iterator[str]:
    middle = (BOX + QUESTIONS - 12) / 2
    yield svg.draw_line(middle, y - 3, middle, y + 10)
    yield svg.draw_arrow_down(middle, y + 16)
    yield svg.draw_box(BAND - 10, y + 18, WIDTH - 20, 200, fill=svg.SHADE)
    yield svg.draw_text(
        BOX, y + 42, "最差的一项决定结论 · The worst outcome decides the verdict", bold=True
    )
    yield svg.draw_text(
        WIDTH - 30,
        y + 42,
        "虚线框为推定条件 · dashed: inferred",
        size=11,
        fill=svg.FAINT,
        anchor="end",
    )
    yield from _draw_worse_downwards(y)
    for at, outcome in enumerate(BEST_FIRST):
        row = y + 68 + 25 * at
        badge, _ = STATUSES[STATUS_OF[outcome]]
        yield svg.draw_dot(BOX + 6, row - 4.5, 7, palette.STRONG[outcome], stroke=svg.FAINT)
        yield svg.draw_text(BOX + 24, row, f"{OUTCOMES[outcome].zh} · {OUTCOMES[outcome].en}")
        yield svg.draw_text(BOX + 200, row, "→", fill=svg.FAINT)
        yield svg.draw_box(BOX + 222, row - 16, 300, 22, fill=palette.fill(outcome), radius=3)
        yield svg.draw_text(BOX + 230, row, f"{badge.zh} · {badge.en}", bold=True)
        yield svg.draw_text(
            WIDTH - 30, row, STATUS_OF[outcome], size=12, fill=svg.FAINT, anchor="end", mono=True
        )


def _draw_worse_downwards(y: float) -> Iterator[str]:
    middle = BAND + 14
    for at, zh, en in ((y + 66, "最好", "best"), (y + 190, "最差", "worst")):
        yield svg.draw_text(middle, at, zh, size=11.5, anchor="middle", bold=True)
        yield svg.draw_text(middle, at + 13, en, size=10.5, fill=svg.FAINT, anchor="middle")
    yield svg.draw_line(middle, y + 86, middle, y + 166)
    yield svg.draw_arrow_down(middle, y + 173)


def _find_column(at: int) -> float:
    return FIRST_COLUMN + COLUMN * at + 18
