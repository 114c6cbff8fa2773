"""Sentences on the worth of a verdict, and of a file of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from retax.facts.catalogue import NAMES
from retax.law.outcome import STATUSES, Status
from retax.money.catalogue import AMOUNTS
from retax.money.figures import write_money
from retax.money.file_sums import FileSums, Sum
from retax.money.line_figures import Cliff, LineFigures
from retax.money.taxes import TaxLine
from retax.words import Words, joined

# -- one line -----------------------------------------------------------------------------

_NOT_KNOWN = Words("缺少{names}，不能计算", "not known without {names}")
_ASSUMED = Words("未填的视为没有：{names}", "unknown, counted as none: {names}")


def write_stakes(line: LineFigures) -> Iterator[Words]:
    """Say what one verdict is worth, line by line."""
    yield _describe_taxes(line)
    yield _describe_due(line)
    for cliff in line.cliffs:
        yield _describe_cliff(cliff)
    yield from _describe_article_39(line)
    yield from _describe_flows(line)
    if line.assumed:
        yield _ASSUMED.filled(names=_join_names(line.assumed))


def _join_names(names: tuple[str, ...]) -> Words:
    return joined([Words(AMOUNTS[name].label.zh, name) for name in names])


def _describe_taxes(line: LineFigures) -> Words:
    lines = [_describe_tax(tax) for tax in line.taxes if not _is_without_consumption_tax(tax)]
    if line.total is not None:
        lines.append(Words("合计 {sum}", "in all {sum}").filled(sum=write_money(line.total)))
    return joined(lines, zh="；", en="; ")


def _is_without_consumption_tax(line: TaxLine) -> bool:
    return line.tax == "import_consumption_tax" and line.amount == 0


def _describe_tax(line: TaxLine) -> Words:
    if line.formula is None:
        return Words(f"{{tax}}：{_NOT_KNOWN.zh}", f"{{tax}}: {_NOT_KNOWN.en}").filled(
            tax=line.words, names=_join_names(line.lacks)
        )
    return Words("{tax} {formula}（{basis}）", "{tax} {formula} ({basis})").filled(
        tax=line.words, formula=line.formula, basis=line.basis
    )


_DUE_IN_WORDS: Mapping[Status, Words] = {
    "eligible": Words("{status}：免征，应缴 0.00", "{status}: exempt, nothing is due"),
    "conditional": Words(
        "{status}：待办事项完成后免征；完成前涉及 {sum}",
        "{status}: exempt once the steps are taken; {sum} at risk until then",
    ),
    "needs_review": Words(
        "{status}：按从严口径应缴 {strict}，按从宽口径应缴 {lenient}",
        "{status}: {strict} is due read strictly, {lenient} read leniently",
    ),
    "needs_facts": Words(
        "{status}：补充资料前，应缴 {due}",
        "{status}: {due} is due, until the facts are stated",
    ),
    "ineligible": Words(
        "{status}：按本公告不免征，征税为 {sum}；按两条路径中较优者，应缴 {due}",
        "{status}: not exempt under the announcement, {sum} if taxed; "
        "by the better of both ways in {due} is due",
    ),
    "not_covered": Words(
        "{status}：无法判断，不等于不能免税；征税为 {sum}",
        "{status}: no answer, which is not a no; if taxed, {sum}",
    ),
}


def _describe_due(line: LineFigures) -> Words:
    return _DUE_IN_WORDS[line.verdict.status].filled(
        status=line.verdict.status_words,
        sum=_describe_amount(line.total),
        strict=_describe_amount(line.due_strict),
        lenient=_describe_amount(line.due_lenient),
        due=_describe_range(line.due_lenient, line.due_strict),
    )


def _describe_amount(amount: Decimal | None) -> Words:
    if amount is None:
        return Words("未知的金额", "an unknown amount")
    return Words(write_money(amount), write_money(amount))


def _describe_range(least: Decimal | None, most: Decimal | None) -> Words:
    if least == most:
        return _describe_amount(most)
    return Words("{least} 至 {most}", "{least} to {most}").filled(
        least=_describe_amount(least), most=_describe_amount(most)
    )


def _describe_cliff(cliff: Cliff) -> Words:
    if cliff.more is None:
        return Words("{day} 为最后一日", "the last day is {day}").filled(day=cliff.day)
    return Words(
        "{day} 为最后一日，晚一日多缴 {more}", "the last day is {day}: a day later costs {more}"
    ).filled(day=cliff.day, more=write_money(cliff.more))


def _describe_article_39(line: LineFigures) -> Iterator[Words]:
    found = line.article_39
    if found is not None:
        ordinary = line.verdict.ordinary
        yield Words("{name}：{status}；应缴 {due}", "{name}: {status}; {due} is due").filled(
            name=ordinary.name,
            status=ordinary.status_words,
            due=_describe_range(found.due_lenient, found.due_strict),
        )


def _describe_flows(line: LineFigures) -> Iterator[Words]:
    refund = line.verdict.facts.export_refund
    if line.repay:
        words = Words("出口退税需补缴：−{sum}", "export refund to repay: −{sum}")
        if refund == "claimed":
            words = Words("未办结的出口退税需撤回：−{sum}", "refund claim to withdraw: −{sum}")
        if line.verdict.status in ("ineligible", "not_covered"):
            words = Words(
                f"{words.zh}（征税复进口是否仍须办理，请向税务机关核实）",
                f"{words.en} (ask the tax office whether also where the return is taxed)",
            )
        yield words.filled(sum=write_money(line.repay))
    if line.export_duty_back:
        words = Words("免税后退还出口关税：+{sum}", "export duty back once exempt: +{sum}")
        if line.verdict.status == "ineligible":
            words = Words(
                "不征税的，申请后退还出口关税：+{sum}",
                "export duty back on application, by the ordinary route: +{sum}",
            )
        yield words.filled(sum=write_money(line.export_duty_back))
    if line.return_cost:
        yield Words("回运费用：−{sum}", "cost of the way back: −{sum}").filled(
            sum=write_money(line.return_cost)
        )


# -- what the sum of a line depends on --------------------------------------------------------

_NOT_SHOWN = Words("未填{names}，有关金额未列", "what depends on {names} is not known")
_QUESTION = Words("口径：{asks}（{id}）", "open question: {asks} ({id})")
_FACT = Words("待补资料：{label}", "missing fact: {label}")


def write_dependence(line: LineFigures) -> Iterator[Words]:
    """Say of a line what it lacks, what falls due, what decides on that, and what lies beside it.

    Only the sum itself is left out, for those who show it in a cell of its own.
    """
    of_taxes = {name for tax in line.taxes for name in tax.lacks}
    beside = tuple(name for name in line.lacks if name not in of_taxes)
    if of_taxes:
        yield _NOT_KNOWN.filled(names=_join_names(tuple(n for n in line.lacks if n in of_taxes)))
    else:
        yield _describe_due(line)
    yield from _describe_undecided(line)
    for cliff in line.cliffs:
        yield _describe_cliff(cliff)
    yield from _describe_flows(line)
    if beside:
        yield _NOT_SHOWN.filled(names=_join_names(beside))
    if line.assumed:
        yield _ASSUMED.filled(names=_join_names(line.assumed))


def _describe_undecided(line: LineFigures) -> Iterator[Words]:
    ruling = line.undecided
    if ruling is not None:
        for ask in ruling.asks:
            yield _FACT.filled(label=Words(NAMES[ask.fact].label.zh, ask.fact))
        for question in ruling.open_questions:
            yield _QUESTION.filled(asks=question.asks, id=question.id)


# -- a file -------------------------------------------------------------------------------


BY_LINE = Words(
    "金额为人民币元，逐行逐税四舍五入到分，与税单可差几分",
    "In yuan, each tax rounded by line: a tax bill can differ by some fen",
)
"""How sums of a file are rounded."""

NOT_COMPUTED = Words(
    "滞纳金、退税利息、国内附加税费、反倾销税，以及是否值得运回；税率和价格由使用者提供",
    "the charge for late payment, interest on refunds, surcharges on domestic VAT, anti-dumping "
    "duties, and whether the way back pays at all; rates and prices are the user's",
)
"""What no sum holds."""


def write_worth(file: FileSums) -> Iterator[Words]:
    """Say what the verdicts of a file are worth, line by line."""
    yield Words("共 {n} 行，全部征税为 {total}", "{n} lines, {total} if all are taxed").filled(
        n=file.lines, total=_sum_in_words(file.total)
    )
    yield Words(
        "应缴：从宽 {lenient}，从严 {strict}", "due: {lenient} leniently, {strict} strictly"
    ).filled(lenient=_sum_in_words(file.due_lenient), strict=_sum_in_words(file.due_strict))
    for status in file.by_status.values():
        yield Words("  {status}：{n} 行，{total}", "  {status}: {n} lines, {total}").filled(
            status=STATUSES[status.status][0],
            n=status.total.lines,
            total=_sum_in_words(status.total),
        )
    if file.by_question:
        yield Words(
            "未决口径（按单独决定的金额排序）：", "Open questions, by what each decides alone:"
        )
    for question in file.by_question:
        yield _describe_both(question.question.asks, question.at_stake, question.alone)
    if file.by_fact:
        yield Words("待补资料：", "Missing facts:")
    for fact in file.by_fact:
        yield _describe_both(NAMES[fact.fact].label, fact.at_stake, fact.alone)
    if file.by_day:
        yield Words("最后一日（错过则多缴）：", "Last days, and what missing them costs:")
    for day in file.by_day:
        yield Words("  {day}：{n} 行，{more}", "  {day}: {n} lines, {more}").filled(
            day=day.day, n=day.more.lines, more=_sum_in_words(day.more)
        )
    yield BY_LINE


def _describe_both(name: Words, at_stake: Sum, alone: Sum) -> Words:
    return Words(
        "  {name} {n} 行，{at_stake}；其中单独决定 {m} 行，{alone}",
        "  {name} {n} lines, {at_stake}; of these alone {m} lines, {alone}",
    ).filled(
        name=name,
        n=at_stake.lines,
        at_stake=_sum_in_words(at_stake),
        m=alone.lines,
        alone=_sum_in_words(alone),
    )


def _sum_in_words(sums: Sum) -> Words:
    amount = write_money(sums.amount)
    if not sums.without_figure:
        return Words(amount, amount)
    return Words(
        f"{amount}（另有 {sums.without_figure} 行金额未知）",
        f"{amount} (and {sums.without_figure} lines of unknown amount)",
    )
