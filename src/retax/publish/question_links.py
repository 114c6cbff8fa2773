"""How the open questions are headed on their page, and the links that lead there."""

from __future__ import annotations

from retax.law.regimes import QUESTIONS
from retax.publish.markdown import write_anchor, write_code

FILE = "open-questions.md"


def write_question_heading(question: str) -> str:
    """Return the heading of a question: its id, and what it asks for those who know no ids."""
    return f"{write_code(question)} {QUESTIONS[question].asks.zh}"


def link(question: str, page: str = "") -> str:
    """Return a link from the id of a question to its heading on a page, on this one if blank."""
    return f"[{write_code(question)}]({page}#{write_anchor(write_question_heading(question))})"
