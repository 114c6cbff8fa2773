"""What the README shows is what the library does."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from retax.law.cross_border.announcements import ANNOUNCEMENTS, LAW_REVIEWED_ON
from retax.law.cross_border.open_questions import QUESTIONS
from retax.law.cross_border.presumptions import PRESUMPTIONS
from retax.law.cross_border.supervision_codes import SUPERVISION_CODES
from retax.law.outcome import STATUSES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")


def test_the_coverage_line_names_every_announcement_and_the_export_days() -> None:
    days = [day for a in ANNOUNCEMENTS for day in (a.first_day, a.last_day)]
    assert f"{min(days)} to {max(days)}" in README
    assert f"Reviewed on {LAW_REVIEWED_ON}" in README
    for announcement in ANNOUNCEMENTS:
        year, number = announcement.id.split("-")
        assert f"{year} No. {number}" in README.replace("\n", " ")


def test_the_table_of_codes_has_every_code() -> None:
    rows = re.findall(r"^\| (\d{4}) \|", README, re.MULTILINE)
    assert rows == list(SUPERVISION_CODES)


def test_the_table_of_questions_has_every_question() -> None:
    rows = re.findall(r"^\| `([\w:-]+)` \| ([^|]+？) \| ([^|]+\?) \|", README, re.MULTILINE)
    assert rows == [(q.id, q.asks.zh, q.asks.en) for q in QUESTIONS.values()]


def test_the_table_of_presumptions_has_every_presumed_fact() -> None:
    section = README.split("## What counts while it is unknown")[1].split("Where the text")[0]
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| (.+) \|$", section, re.MULTILINE)
    told = {(fact, words) for facts, words in rows for fact in re.findall(r"`(\w+)`", facts)}
    assert told == {(p.fact, f"{p.words.zh} — {p.words.en}") for p in PRESUMPTIONS}


def test_the_table_of_statuses_has_every_status_with_its_badge() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (\w+) \|", README, re.MULTILINE))
    del rows["status"]  # the heading
    assert rows == {status: badge.zh for status, (badge, _) in STATUSES.items()}


KINDS_OF_CHANGE = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")


def test_the_changelog_has_the_headings_of_keep_a_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (.+)$", changelog, re.MULTILINE)
    assert versions[0] == "Unreleased"
    for version in versions[1:]:
        assert re.fullmatch(r"\d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2}", version)
    kinds = re.findall(r"^### (.+)$", changelog, re.MULTILINE)
    assert {*kinds} <= {"What comes out differently", *KINDS_OF_CHANGE}


def test_the_review_is_not_older_than_the_last_announcement() -> None:
    assert max(a.published for a in ANNOUNCEMENTS) <= LAW_REVIEWED_ON <= date(2199, 12, 31)


# -- in Chinese -----------------------------------------------------------------------------


def _code(text: str) -> list[str]:
    blocks = re.findall(r"```\w+\n.*?```", text, re.DOTALL)
    return [re.sub(r" +#.*", "", block) for block in blocks]


def test_both_languages_show_the_same_code() -> None:
    assert _code(CHINESE) == _code(README)


def test_both_languages_have_the_same_sections_tables_links_and_pictures() -> None:
    for shape in (r"^(#+) ", r"^(\|)", r"\]\((?!README)([^)]+)\)"):
        chinese, english = (re.findall(shape, text, re.MULTILINE) for text in (CHINESE, README))
        assert [part.replace("docs/zh/", "docs/") for part in chinese] == english, shape


def test_both_languages_name_the_same_things() -> None:
    names = [set(re.findall(r"`([^`\n]+)`", text)) for text in (CHINESE, README)]
    assert names[0] == names[1]


def test_the_chinese_tables_say_what_the_law_says() -> None:
    questions = re.findall(r"^\| `([\w:-]+)` \| (.+) \| (.+) \| (.+) \|$", CHINESE, re.MULTILINE)
    told = [row for row in questions if row[0] in QUESTIONS]
    assert told == [(q.id, q.asks.zh, q.strict.zh, q.lenient.zh) for q in QUESTIONS.values()]
    section = CHINESE.split("## 未填要素")[1].split("规定有两种理解")[0]
    rows = re.findall(r"^\| (`\w+`(?:、`\w+`)*) \| (.+) \|$", section, re.MULTILINE)
    presumed = {fact: words for facts, words in rows for fact in re.findall(r"`(\w+)`", facts)}
    assert presumed == {p.fact: p.words.zh for p in PRESUMPTIONS}
    for status, (badge, _) in STATUSES.items():
        assert f"| `{status}` | {badge.zh} |" in CHINESE


def test_the_chinese_names_every_announcement_and_the_export_days() -> None:
    days = [day for a in ANNOUNCEMENTS for day in (a.first_day, a.last_day)]
    assert f"{min(days)} 至 {max(days)}" in CHINESE
    assert f"核对至 {LAW_REVIEWED_ON}" in CHINESE
    for announcement in ANNOUNCEMENTS:
        year, number = announcement.id.split("-")
        assert f"{year}年第{number}号" in CHINESE
