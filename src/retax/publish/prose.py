"""A rule of the law, which is a tree, as an indented text in Chinese and English.

Every kind of node has words, so a new clause needs none of its own. Parts with a name
(``named_parts``) are shown by it, and defined once below the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from retax.facts.catalogue import NAMES, format_value
from retax.law.named_part import Definition, Part
from retax.law.regimes import list_named_parts
from retax.logic.expressions import (
    Add,
    AddDays,
    AddMonths,
    And,
    Coalesce,
    Compare,
    Constant,
    ContainsAny,
    Expression,
    Fact,
    IsIn,
    IsKnown,
    IsTrue,
    LongestPrefix,
    Matches,
    NextWorkingDay,
    Not,
    Or,
    Parameter,
    Reading,
    Subtract,
    When,
)
from retax.logic.traversal import list_facts
from retax.publish import question_links
from retax.publish.markdown import write_anchor
from retax.words import Lang, Words, both, joined


@dataclass(frozen=True)
class Sentence:
    """A rule in words: a line, and the lines below it."""

    line: Words
    under: tuple[Sentence, ...] = ()

    def lead_with(self, words: Words) -> Sentence:
        """Return the same with words before its line."""
        return Sentence(Words(words.zh + self.line.zh, words.en + self.line.en), self.under)

    def write_markdown(self, lang: Lang, depth: int = 0) -> Iterator[str]:
        """Return the lines of a list."""
        yield "    " * depth + "- " + self.line.text(lang)
        for sentence in self.under:
            yield from sentence.write_markdown(lang, depth + 1)


@dataclass
class Teller:
    """Tells trees, and keeps the definitions they called for in the order in which they did."""

    questions: str
    """The address of the page of open questions."""
    parts: Mapping[Expression, Part] = field(default_factory=list_named_parts)
    called_for: list[Definition] = field(default_factory=list)

    def describe_rule(self, tree: Expression) -> Sentence:
        """Tell when a tree is true."""
        if tree in self.parts:
            return Sentence(self._name_part(self.parts[tree]))
        match tree:
            case Constant(value):
                return Sentence(_TRUTHS[value])
            case Not(operand) if operand in self.parts:
                return Sentence(self._name_part(self.parts[operand])).lead_with(_NOT)
            case And(operands):
                return self._list_operands(_ALL_OF, self._fold(operands))
            # “Not a, or b” is what a lawyer writes as “if a, then b”.
            case Or((Not(condition), then)) if not self.describe_rule(condition).under:
                return self._describe_if(condition, self.describe_rule(then))
            case Or(operands):
                return self._list_operands(_ANY_OF, operands)
            case Not(And(operands)):
                return self._list_operands(_NOT_ALL_OF, self._fold(operands))
            case Not(Or(operands)):
                return self._list_operands(_NONE_OF, operands)
            case When() | Reading():
                return self._divide(tree, self.describe_rule)
            case IsTrue(operand):
                return self._add_note(self.describe_rule(operand), _AND_KNOWN)
            case Not(IsTrue(operand)):
                return self._add_note(self.describe_rule(~operand), _OR_UNKNOWN)
            case Not(operand):
                return self._describe_not(operand)
            case _:
                return Sentence(self._describe_atom(tree))

    def name_value(self, tree: Expression) -> Words:
        """Name the value of a tree: a day, a quantity, a word."""
        if tree in self.parts:
            return self._name_part(self.parts[tree])
        match tree:
            case Fact(name):
                label = NAMES[name].label
                return Words(f"「{label.zh}」", f"“{label.en}”")
            case Parameter(name):
                return _GIVEN[name]
            case Constant(value):
                return _name_literal(value)
            case AddMonths(operand, number):
                return self._fill(_MONTHS_FROM, operand, n=number)
            case AddDays(operand, number):
                return self._fill(_DAYS_FROM, operand, n=number)
            case NextWorkingDay(operand):
                return self._fill(_WORKING_DAY, operand)
            case Coalesce(operand, fallback):
                return _FIRST.filled(
                    a=self.name_value(operand), b=_set_off(self.name_value(fallback))
                )
            case Add(left, right):
                return Words("{a} + {b}", "{a} + {b}").filled(
                    a=self.name_value(left), b=self.name_value(right)
                )
            case Subtract(left, right):
                return Words("{a} - {b}", "{a} - {b}").filled(
                    a=self.name_value(left), b=self.name_value(right)
                )
            case When(condition, then, otherwise):
                return _CHOSEN.filled(
                    condition=self.describe_rule(condition).line,
                    then=self.name_value(then),
                    otherwise=self.name_value(otherwise),
                )
            case Reading(question, strict, lenient):
                return _TWO_VALUES.filled(
                    strict=self.name_value(strict),
                    lenient=self.name_value(lenient),
                    question=self._link(question),
                )
            case LongestPrefix(operand, _):
                return self._fill(_SCREENED, operand)
        raise TypeError(f"a {type(tree).__name__} has no value that could be named")

    def list_definitions(self) -> Iterator[tuple[str, Sentence]]:
        """Tell every definition called for, those that definitions call for too."""
        sentence = 0
        # The list grows on the way, since definitions call for further ones.
        while sentence < len(self.called_for):
            definition = self.called_for[sentence]
            sentence += 1
            yield write_heading(definition), self._describe_definition(definition.tree)

    # -- parts of a rule --------------------------------------------------------------------------

    def _describe_definition(self, tree: Expression) -> Sentence:
        part = self.parts.get(tree)
        if part is None:
            return self._describe_rule_or_value(tree)
        # Within its own definition a part has no name.
        without = {key: value for key, value in self.parts.items() if key != tree}
        return Teller(self.questions, without, self.called_for)._describe_rule_or_value(tree)

    def _describe_rule_or_value(self, tree: Expression) -> Sentence:
        match tree:
            case When() | Reading():
                return self._divide(tree, self._describe_rule_or_value)
            case AddMonths() | AddDays() | NextWorkingDay() | Coalesce() | Add() | Subtract():
                return Sentence(self.name_value(tree))
            case Fact(name) if NAMES[name].kind != "yes_no":
                return Sentence(self.name_value(tree))
        return self.describe_rule(tree)

    def _divide(self, tree: When | Reading, describe: Callable[[Expression], Sentence]) -> Sentence:
        if isinstance(tree, When):
            chosen = self._describe_if(tree.condition, describe(tree.then))
            return Sentence(_BY_CASE, (chosen, describe(tree.otherwise).lead_with(_ELSE)))
        sides = (
            describe(tree.strict).lead_with(_STRICTLY),
            describe(tree.lenient).lead_with(_LENIENTLY),
        )
        return Sentence(_QUESTION.filled(question=self._link(tree.question)), sides)

    def _name_part(self, part: Part) -> Words:
        if part.definition is None:
            return part.words
        if part.definition not in self.called_for:
            self.called_for.append(part.definition)
        address = f"#{write_anchor(write_heading(part.definition))}"
        return Words(f"[{part.words.zh}]({address})", f"[{part.words.en}]({address})")

    def _fold(self, operands: tuple[Expression, ...]) -> tuple[Expression, ...]:
        """Put a name where all conditions of a named part stand among others."""
        for named in self.parts:
            if isinstance(named, And) and set(named.operands) < set(operands):
                rest = tuple(o for o in operands if o not in named.operands)
                return self._fold((named, *rest))
        return operands

    def _list_operands(self, of: Words, operands: tuple[Expression, ...]) -> Sentence:
        return Sentence(of, tuple(map(self.describe_rule, operands)))

    def _describe_if(self, condition: Expression, then: Sentence) -> Sentence:
        sentence = self.describe_rule(condition)
        if not sentence.under:
            return then.lead_with(_IF.filled(condition=sentence.line))
        return Sentence(sentence.line, (*sentence.under, then.lead_with(_THEN))).lead_with(_IF_IT)

    def _add_note(self, sentence: Sentence, note: Words) -> Sentence:
        return Sentence(
            Words(sentence.line.zh + note.zh, sentence.line.en + note.en), sentence.under
        )

    def _describe_not(self, operand: Expression) -> Sentence:
        match operand:
            case Fact():
                return Sentence(_IS_NO.filled(a=self.name_value(operand)))
            case IsIn(of, values):
                return Sentence(self._describe_is_in(_IS_NOT, _IS_NONE_OF, of, values))
            case ContainsAny(of, values):
                return Sentence(self._describe_is_in(_LACKS, _LACKS_ALL, of, values))
            case IsKnown(of):
                return Sentence(self._fill(_NOT_KNOWN, of))
            case Compare(left, sign, right):
                return Sentence(self._describe_comparison(left, _OPPOSITE[sign], right))
        return self.describe_rule(operand).lead_with(_NOT)

    def _describe_atom(self, tree: Expression) -> Words:
        match tree:
            case Fact():
                return _IS_YES.filled(a=self.name_value(tree))
            case IsIn(of, values):
                return self._describe_is_in(_IS, _IS_ONE_OF, of, values)
            case ContainsAny(of, values):
                return self._describe_is_in(_HOLDS, _HOLDS_ONE_OF, of, values)
            case IsKnown(of):
                return self._fill(_KNOWN, of)
            case Matches(of, pattern):
                return self._fill(_MATCHES, of, pattern=pattern)
            case Compare(left, sign, right):
                return self._describe_comparison(left, sign, right)
        raise TypeError(f"a {type(tree).__name__} is no condition")

    def _fill(self, words: Words, operand: Expression, **more: object) -> Words:
        return words.filled(a=self.name_value(operand), **more)

    def _describe_is_in(
        self, one: Words, many: Words, operand: Expression, values: tuple[str, ...]
    ) -> Words:
        words = [_name_word(operand, value) for value in values]
        if len(words) == 1:
            return one.filled(a=self.name_value(operand), values=_set_off(words[0]))
        return many.filled(a=self.name_value(operand), values=joined(words, en="; "))

    def _describe_comparison(self, left: Expression, sign: str, right: Expression) -> Words:
        if isinstance(left, Constant):  # the subject comes first
            left, sign, right = right, _TURNED_ROUND[sign], left
        facts = list_facts(left) | list_facts(right)
        quantities = any(NAMES[fact].kind == "quantity" for fact in facts)
        words = (_QUANTITIES if quantities else _DAYS)[sign]
        return words.filled(a=self.name_value(left), b=_set_off(self.name_value(right)))

    def _link(self, question: str) -> str:
        return question_links.link(question, self.questions)


def write_heading(definition: Definition) -> str:
    """Return the heading of a definition."""
    return f"{definition.words.zh} · {definition.words.en}"


def _name_word(operand: Expression, value: str) -> Words:
    match operand:
        case Fact(name) if value in (NAMES[name].values or {}):
            papers = NAMES[name].kind == "papers"
            word = format_value(name, frozenset({value}) if papers else value)
            return word if word.zh.startswith("《") else Words(f"“{word.zh}”", word.en)
    return both(value)


def _set_off(words: Words) -> Words:
    """Put a blank before figures and Latin letters, which follow a Chinese character."""
    first = words.zh[0]
    return Words(f" {words.zh}", words.en) if first.isascii() and first.isalnum() else words


def _name_literal(value: object) -> Words:
    if isinstance(value, bool) or value is None:
        return _TRUTHS[value]
    return both(value if isinstance(value, date | Decimal | int) else str(value))


_TRUTHS: Mapping[object, Words] = {
    True: Words("成立", "holds"),
    False: Words("不成立", "does not hold"),
    None: Words("未知", "unknown"),
}
_GIVEN: Mapping[str, Words] = {
    "as_of": Words("判断基准日", "the day asked as of"),
    "day": Words("该日", "the day"),
}
_ALL_OF = Words("以下各项均成立：", "all of these:")
_ANY_OF = Words("以下任一项成立：", "at least one of these:")
_NOT_ALL_OF = Words("以下各项并非全部成立：", "not all of these:")
_NONE_OF = Words("以下各项均不成立：", "none of these:")
_BY_CASE = Words("分情形：", "it depends:")
_IF = Words("如{condition}：", "if {condition}: ")
_IF_IT = Words("如", "if ")
_THEN = Words("则：", "then: ")
_ELSE = Words("其他情形：", "otherwise: ")
_QUESTION = Words("口径问题 {question}：", "open question {question}:")
_STRICTLY = Words("从严：", "strictly: ")
_LENIENTLY = Words("从宽：", "leniently: ")
_AND_KNOWN = Words("（须已知）", " (and known to be so)")
_OR_UNKNOWN = Words("（未知亦可）", " (or unknown)")
_NOT = Words("并非：", "not: ")
_IS_YES = Words("{a}为“是”", "{a} is yes")
_IS_NO = Words("{a}为“否”", "{a} is no")
_IS = Words("{a}为{values}", "{a} is: {values}")
_IS_NOT = Words("{a}不为{values}", "{a} is not: {values}")
_IS_ONE_OF = Words("{a}为下列之一：{values}", "{a} is one of: {values}")
_IS_NONE_OF = Words("{a}不属于下列各项：{values}", "{a} is none of: {values}")
_HOLDS = Words("{a}中有{values}", "{a} include: {values}")
_HOLDS_ONE_OF = Words("{a}中有下列任一：{values}", "{a} include at least one of: {values}")
_LACKS = Words("{a}中没有{values}", "{a} do not include: {values}")
_LACKS_ALL = Words("{a}中没有下列任何一项：{values}", "{a} include none of: {values}")
_KNOWN = Words("{a}已知", "{a} is known")
_NOT_KNOWN = Words("{a}未知", "{a} is not known")
_MATCHES = Words("{a}符合格式 `{pattern}`", "{a} has the form `{pattern}`")
_MONTHS_FROM = Words("{a}后第 {n} 个月的对应日", "the corresponding day {n} months after {a}")
_DAYS_FROM = Words("{a}后第 {n} 日", "day {n} after {a}")
_WORKING_DAY = Words("{a}，逢休息日顺延至其后第一个工作日", "{a}, moved on to the next working day")
_FIRST = Words("{a}（未知的为{b}）", "{a} (if unknown: {b})")
_CHOSEN = Words(
    "{condition}的为{then}，否则为{otherwise}", "{then} if {condition}, else {otherwise}"
)
_TWO_VALUES = Words(
    "{strict}（{question} 从严）或{lenient}（从宽）",
    "{strict} ({question} strictly) or {lenient} (leniently)",
)
_SCREENED = Words("{a}的税号筛查结果", "what the screen of headings says of {a}")
_DAYS: Mapping[str, Words] = {
    "<=": Words("{a}不晚于{b}", "{a} is not later than {b}"),
    "<": Words("{a}早于{b}", "{a} is before {b}"),
    ">": Words("{a}晚于{b}", "{a} is after {b}"),
    ">=": Words("{a}不早于{b}", "{a} is not before {b}"),
}
_QUANTITIES: Mapping[str, Words] = {
    "<=": Words("{a}不超过{b}", "{a} is at most {b}"),
    "<": Words("{a}少于{b}", "{a} is less than {b}"),
    ">": Words("{a}超过{b}", "{a} is more than {b}"),
    ">=": Words("{a}不少于{b}", "{a} is at least {b}"),
}
_OPPOSITE = {"<=": ">", "<": ">="}
_TURNED_ROUND = {"<=": ">=", "<": ">", ">": "<", ">=": "<="}
