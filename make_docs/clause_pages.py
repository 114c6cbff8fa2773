"""A page a clause: what it demands, what it reads, the rule, its questions, and cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from make_docs.cases import (
    AS_OF,
    BY_THE_ORDINARY_ROUTE,
    ELIGIBLE,
    Facts,
    Found,
    find_cases,
    is_ordinary,
    list_clauses,
)
from retax import QUESTIONS, Outcome, Words, check
from retax.facts.catalogue import NAMES, format_value
from retax.judge.compiled_law import CompiledClause, get_law
from retax.judge.reachable_outcomes import find_reachable_outcomes
from retax.law.clause import Clause, write_article
from retax.law.cross_border.announcements import ANNOUNCEMENTS
from retax.law.cross_border.article_4_documents import DOCUMENTS, PAPERS
from retax.law.outcome import OUTCOMES
from retax.law.regimes import ORDINARY_REGIME
from retax.law.rules import DocumentRule, Question
from retax.logic.expressions import FALSE, Expression
from retax.publish import question_links
from retax.publish.markdown import build_page, build_table, write_both, write_code
from retax.publish.prose import Teller

FOLDER = "clauses"
_CANNOT_FAIL = Words(
    "本条不会得出“不符合”：所缺的事项，企业均可补办。",
    "This clause is never “not met”: what is lacking, the enterprise can still see to.",
)
_OUTSTANDING_FIRST = Words(
    "先看“待办”，后看“符合”：两组条件都成立的，结果为“待办”。",
    "“Still to do” goes before “met”: where both lists hold, the outcome is “still to do”.",
)
QUESTIONS_PAGE = f"../{question_links.FILE}"
_NAMED_BY_A_LAW = {
    True: Words("条文明文", "in the words of the article"),
    False: Words("推定条件", "inferred, not in the words of the article"),
}
_NAMED = {
    True: Words("公告明文", "in the announcement's words"),
    False: Words("推定条件", "inferred, not in the announcement's words"),
}


def name_file(clause: str) -> str:
    """Return the path of a clause's page below ``docs/``."""
    return f"{FOLDER}/{clause.replace('.', '_')}.md"


def make_pages() -> dict[str, str]:
    """Return the page of every clause, and the list of them, by path."""
    made = {name_file(ruled.clause.id): _make_page(ruled) for ruled in list_clauses()}
    return {f"{FOLDER}/index.md": _index(), **made}


def write_title(ruled: CompiledClause) -> str:
    """Return how a clause is called at the head of its page."""
    clause = ruled.clause
    return (
        f"{write_code(clause.id)} {describe_condition(ruled).zh} · {describe_condition(ruled).en}"
    )


def describe_condition(ruled: CompiledClause) -> Words:
    """Return what a clause demands, without the mark of what is inferred."""
    verdict = check({})
    ruling = verdict.ordinary if is_ordinary(ruled.clause.id) else verdict
    return ruling.finding(ruled.clause.id).condition


def _index() -> str:
    clauses = get_law().clauses
    return build_page(
        "The clauses · 条款",
        f"{len(clauses)} conditions, in the order in which a verdict tells them. Each has a page "
        "with its rule, the facts it reads, both readings of its open questions, and a case for "
        "each outcome. The worst outcome decides.",
        "[![The conditions in order, their open questions, and what each outcome makes of the "
        "verdict](../images/law.svg)](../images/law.svg)",
        _list(clauses),
        f"## {write_both(_ORDINARY)}",
        f"{_ORDINARY_ROUTE.en}\n\n{_ORDINARY_ROUTE.zh}",
        _list(get_law(regime=ORDINARY_REGIME).clauses),
        f"### {write_both(_SIDE_BY_SIDE)}",
        build_table(
            ("", "公告 · The announcement", write_both(_ORDINARY)),
            [tuple(map(_write_two_lines, row)) for row in _COMPARED],
        ),
        "## How to read a page · 如何阅读",
        *(f"{words.en}\n\n{words.zh}" for words in _LEGEND),
        build_table(("要素", "Fact", *ELIGIBLE), [*_list_eligible(ELIGIBLE)]),
        f"{_ORDINARY_BASES.en}\n\n{_ORDINARY_BASES.zh}",
        build_table(
            ("要素", "Fact", *BY_THE_ORDINARY_ROUTE), [*_list_eligible(BY_THE_ORDINARY_ROUTE)]
        ),
    )


def _list(clauses: tuple[CompiledClause, ...]) -> str:
    return build_table(
        ("Clause", "条件 · Condition", "条文 · Article", "Open questions"),
        [
            (
                f"[{write_code(ruled.clause.id)}]({name_file(ruled.clause.id).split('/')[1]})",
                _write_two_lines(describe_condition(ruled)),
                _write_two_lines(write_article(ruled.clause.article))
                + ("" if ruled.clause.named else "<br>推定 · inferred"),
                "<br>".join(map(_link, _list_questions(ruled))) or "—",
            )
            for ruled in clauses
        ],
    )


_ORDINARY = Words("关税法第三十九条", "Tariff Law Article 39")
_ORDINARY_ROUTE = Words(
    "公告之外的另一条路径（`verdict.ordinary`）：因品质、规格原因或不可抗力，自出口之日起一年内原状退运的，"
    "不征收进口关税，不限监管方式，不排除食品。2024年12月1日前退运的适用原进出口关税条例第四十三条"
    "（不含不可抗力，不能延期）。下列条件依次判断；与公告相同的条件，规则也相同。",
    "The other way in (`verdict.ordinary`): goods back in original state within one year of "
    "export, for quality, specification or force majeure, bear no import duty, whatever their "
    "supervision code, food too. Returns before 2024-12-01 are under Article 43 of the former "
    "regulations (no force majeure, no longer period). Where a condition is one of the "
    "announcement's, so is its rule.",
)
_SIDE_BY_SIDE = Words("两条路径对照", "Side by side")
_COMPARED: tuple[tuple[Words, Words, Words], ...] = (
    (
        Words("监管方式", "codes"),
        Words("1210、9610、9710、9810", "1210, 9610, 9710, 9810"),
        Words("不限", "any ordinary export"),
    ),
    (Words("食品", "food"), Words("不适用", "excluded"), Words("不排除", "not excluded")),
    (
        Words("原因", "cause"),
        Words("滞销、退货", "unsold, returned"),
        Words("品质、规格、不可抗力，须证明", "quality, specification, force majeure: to be shown"),
    ),
    (
        Words("期限", "time"),
        Words("六个月", "six months"),
        Words("一年，经批准可延长", "one year; longer with approval"),
    ),
    (Words("进口关税", "import duty"), Words("免征", "exempt"), Words("不征收", "not levied")),
    (
        Words("进口环节增值税、消费税", "import VAT, consumption tax"),
        Words("免征", "exempt"),
        Words("口径问题 39:import-taxes", "the open question 39:import-taxes"),
    ),
    (
        Words("出口关税", "export duty"),
        Words("退还", "refunded"),
        Words(
            "缴纳之日起一年内申请退还，须先缴回已退国内税",
            "refunded on application within a year of its payment, the domestic refund repaid "
            "first",
        ),
    ),
    (
        Words("已使用的商品", "used goods"),
        Words("两种试用情形除外，不适用", "two kinds of trial use only"),
        Words("口径问题 39:used", "the open question 39:used"),
    ),
)
_ORDINARY_BASES = Words(
    "关税法第三十九条的各案例以下列两个案例为底，并按表中所列“已确认的口径”判断。",
    "Cases of Tariff Law Article 39 start from one of these two, with the answers of customs they "
    "show as settled.",
)


_LEGEND = (
    Words(
        "规则中“如……其他情形……”：条件不成立的，适用“其他情形”；条件未知的，该项也未知。"
        "“从严”“从宽”为一个口径问题的两种理解。“（须已知）”指未知的不算成立，"
        "“（未知亦可）”指未知的也算成立。",
        "In a rule “otherwise” stands where the condition before it does not hold; where that is "
        "unknown, so is the part that hangs on it. “Strictly” and “leniently” are the two sides "
        "of an open question. “And known to be so”: unknown does not count as so; “or unknown”: "
        "unknown counts as well.",
    ),
    Words(
        "各案例以下列两个符合免税条件的案例之一为底；表中没有的要素未知。改动之处以**粗体**标出。",
        "Cases start from one of these two, which are eligible; facts that are not listed are "
        "unknown. What was changed is set in **bold**.",
    ),
)


def _list_eligible(cases: Mapping[str, Facts]) -> Iterator[tuple[str, ...]]:
    """Tell the cases all others are made from, a fact a row."""
    told = [check(facts).facts for facts in cases.values()]
    for name, entry in NAMES.items():
        values = [getattr(facts, name) for facts in told]
        if any(value is not None for value in values):
            yield (
                entry.label.zh,
                entry.label.en,
                *(write_both(format_value(name, value)) for value in values),
            )


def _make_page(ruled: CompiledClause) -> str:
    clause = ruled.clause
    cases = find_cases(ruled)
    teller = Teller(QUESTIONS_PAGE)
    return build_page(
        write_title(ruled),
        build_table(
            ("条文 · Article", write_both(write_article(clause.article))),
            [
                ("**依据 · Basis**", "<br>".join(_write_basis(clause))),
                (
                    "**可能的结果 · Outcomes**",
                    "<br>".join(f"{write_both(OUTCOMES[o])} ({write_code(o)})" for o in cases),
                ),
                (
                    "**口径问题 · Open questions**",
                    "<br>".join(map(_link, _list_questions(ruled))) or "—",
                ),
            ],
        ),
        "## 涉及的要素 · Facts it reads",
        _write_facts(ruled),
        "## 规则 · The rule",
        _write_two_lines(_OUTSTANDING_FIRST) if ruled.clause.outstanding != FALSE else "",
        *_write_rules(teller, ruled),
        *_write_definitions(teller),
        *_write_readings(ruled),
        "## 案例 · Cases",
        "From an eligible case, changed as little as the outcome takes; the law itself says what "
        "becomes of each. Facts not shown are those of an eligible case. "
        "以符合免税条件的案例为底，仅作得出该结果所需的最小改动；未列要素与底案相同。",
        *(part for outcome, case in cases.items() for part in _write_case(outcome, case)),
        "" if "failed" in cases else write_both(_CANNOT_FAIL),
    )


# -- what it rests on ------------------------------------------------------------------------------


def _write_basis(clause: Clause) -> Iterator[str]:
    inferred = _list_inferred_documents(clause)
    named = _NAMED_BY_A_LAW if is_ordinary(clause.id) else _NAMED
    yield write_both(_NAMED_BUT_FOR if inferred else named[clause.named])
    for document in inferred:
        yield _write_two_lines(_INFERRED.filled(what=document.words, basis=document.basis))
    yield from map(_write_two_lines, _list_caveats(clause))


def _list_inferred_documents(clause: Clause) -> list[DocumentRule]:
    return [document for document in DOCUMENTS if clause.id == PAPERS.id and not document.named]


_NAMED_BUT_FOR = Words("公告明文，下列各件除外：", "in the announcement's words, but for these:")
_INFERRED = Words("据{basis}推定：{what}", "inferred from {basis}: {what}")


def _list_caveats(clause: Clause) -> Iterator[Words]:
    """Return what announcements say is not certain of the article the clause stands in."""
    if is_ordinary(clause.id):
        yield from (law.caveat for law in ORDINARY_REGIME.instruments() if law.caveat)
    for announcement in ANNOUNCEMENTS:
        if announcement.caveat and write_article(clause.article).zh in announcement.caveat.zh:
            yield announcement.caveat


# -- facts -----------------------------------------------------------------------------------------


def _write_facts(ruled: CompiledClause) -> str:
    if not ruled.facts:
        return write_both(_NO_FACT)
    return build_table(
        ("要素 · Fact", "Name", "未知时 · While unknown"),
        [
            (_write_two_lines(NAMES[name].label), write_code(name), _write_two_lines(unknown))
            for name, unknown in find_reachable_outcomes(ruled).while_unknown.items()
        ],
    )


_NO_FACT = Words("不涉及要素，取决于口径问题。", "None: it turns on its open question.")


def _write_two_lines(words: Words) -> str:
    return f"{words.zh}<br>{words.en}"


# -- the rule --------------------------------------------------------------------------------------


def _write_rules(teller: Teller, ruled: CompiledClause) -> Iterator[str]:
    clause = ruled.clause
    rules: Mapping[Outcome, tuple[Words, Expression]] = {
        "met": (Words("符合的条件：", "It is met where:"), clause.holds),
        "outstanding": (
            Words(
                "待办的条件（尚不符合，企业仍可办妥；口径问题从严理解）：",
                "It is still to do (not met yet, but the enterprise can see to it; questions read "
                "strictly) where:",
            ),
            clause.outstanding,
        ),
        "not_covered": (
            Words("无适用公告的条件：", "It is not covered where:"),
            clause.uncovered,
        ),
    }
    for words, tree in rules.values():
        if tree != FALSE:
            told = teller.describe_rule(tree)
            yield f"**{words.zh}**\n\n" + "\n".join(told.write_markdown("zh"))
            yield f"**{words.en}**\n\n" + "\n".join(told.write_markdown("en"))


def _write_definitions(teller: Teller) -> Iterator[str]:
    for heading, told in teller.list_definitions():
        yield f"### {heading}"
        yield "\n".join(told.write_markdown("zh"))
        yield "<!-- -->"  # without it the two lists are one
        yield "\n".join(told.write_markdown("en"))


# -- open questions --------------------------------------------------------------------------------


def _list_questions(ruled: CompiledClause) -> list[Question]:
    return [QUESTIONS[id_] for id_ in ruled.turning.open]


def _link(question: Question) -> str:
    return question_links.link(question.id, QUESTIONS_PAGE)


def _write_readings(ruled: CompiledClause) -> Iterator[str]:
    asked = _list_questions(ruled)
    if asked:
        yield "## 口径问题 · Open questions"
    for question in asked:
        yield f"**{_link(question)}** {write_both(question.asks)}"
        yield write_readings(question)


def write_readings(question: Question) -> str:
    """Return both sides of a question and the grounds as a table."""
    return build_table(
        ("口径 · Reading", "中文", "English"),
        [
            ("**从严 strict**", question.strict.zh, question.strict.en),
            ("**从宽 lenient**", question.lenient.zh, question.lenient.en),
            ("**理由 grounds**", question.grounds.zh, question.grounds.en),
        ],
    )


# -- cases -----------------------------------------------------------------------------------------


def _write_case(outcome: Outcome, case: Found) -> Iterator[str]:
    yield f"### {write_both(OUTCOMES[outcome])}"
    yield describe_case(case)


def describe_case(case: Found) -> str:
    """Return the facts of a case that its clause reads, and what the law says of it."""
    told = [
        name
        for name in case.finding.facts
        if name in case.changed or getattr(case.verdict.facts, name) is not None
    ]
    rows = [_write_fact(name, case) for name in told or case.finding.facts]
    if AS_OF in case.facts:
        rows.append(("判断基准日", "asked as of", _mark(str(case.facts[AS_OF]), AS_OF, case)))
    rows += [
        ("已确认的口径", "settled", f"{write_code(question)}: **{side}**")
        for question, side in case.settled.items()
    ]
    status = case.verdict.status_words
    said = f"> {case.finding.explain('zh')}\n>\n> {case.finding.explain('en')}"
    return "\n\n".join(
        [
            build_table(("要素", "Fact", "值 · Value"), rows) if rows else write_both(_NO_FACT),
            f"结论 · Verdict: {write_both(status)} ({write_code(case.verdict.status)})",
            said,
        ]
    )


def _write_fact(name: str, case: Found) -> tuple[str, ...]:
    label, value = NAMES[name].label, getattr(case.verdict.facts, name)
    return label.zh, label.en, _mark(write_both(format_value(name, value)), name, case)


def _mark(value: str, name: str, case: Found) -> str:
    return f"**{value}**" if name in case.changed else value
