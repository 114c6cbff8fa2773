"""The law as one package of plain Java 17 without dependencies: its files, by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from retax.logic.compile_java import JavaMethods, write_java_name, write_java_text
from retax.publish.java_records import (
    write_action,
    write_announcement,
    write_clause_rules,
    write_construction,
    write_contradiction,
    write_document,
    write_enum_name,
    write_java_list,
    write_java_map,
    write_java_set,
    write_presumption,
    write_relief,
    write_route,
    write_words_code,
)
from retax.publish.law_in_words import Options, gather_law_in_words
from retax.publish.published_law import READ_LENIENTLY, PublishedLaw, find_last_to_ask
from retax.publish.rules import GIVEN_FACTS, Rules, compile_rules
from retax.publish.template import fill_template, list_templates

PACKAGE = "retax"
"""The package where none is named."""

_NAME = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*")


def is_package(name: str) -> bool:
    """Say whether a name is one of a package."""
    return _NAME.fullmatch(name) is not None


def build_java_package(
    law: PublishedLaw, options: Options, package: str = PACKAGE
) -> Mapping[str, str]:
    """Return the source of each file of the package, by the name of the file."""
    words = gather_law_in_words(law, options)
    rules = compile_rules(law)
    methods = JavaMethods(rules.map_kinds(), _list_parameters(law), rules.list_trees())
    generated = {
        **_write_enums(words),
        "Fact.java": _write_fact_enum(words["facts"]),
        "Question.java": _write_question_enum(words["questions"]),
        "Facts.java": _write_facts_class(words["facts"]),
        "Tables.java": _write_tables_class(words, rules, methods),
    }
    marks = {"/*{package}*/": package}
    methods_text = "\n\n".join(_indent(line) for line in methods.lines)
    files = {
        name.removeprefix("java/"): fill_template(name, {"/*{methods}*/": methods_text} | marks)
        for name in list_templates("java")
    }
    heads = f"package {package};\n\n"
    return dict(sorted((files | {name: heads + code for name, code in generated.items()}).items()))


def _list_parameters(law: PublishedLaw) -> Mapping[str, str]:
    sides = {READ_LENIENTLY + id_: f"o.lenient[{at}]" for at, id_ in enumerate(law.questions)}
    return (
        sides | {"as_of": "o.asOf"} | {name: f"o.given{name.capitalize()}" for name in GIVEN_FACTS}
    )


def _indent(code: str, by: int = 1) -> str:
    return "\n".join("    " * by + line if line else line for line in code.split("\n"))


# -- enums -----------------------------------------------------------------------------------------


def _write_enums(words: Mapping[str, Any]) -> dict[str, str]:
    """Return an enum for each closed list of words."""
    found = {
        "Status.java": _write_enum(
            "Status",
            "What becomes of the case: the worst outcome of its clauses.",
            [
                (
                    status["id"],
                    status["words"],
                    [
                        write_words_code(status["sentence"]),
                        *_write_truths(status["way_on"], status["yes"]),
                    ],
                )
                for status in words["statuses"]
            ],
            (
                ("Words", "sentence", "sentence", "the status as a sentence"),
                ("boolean", "wayOn", "hasWayOn", "whether there is anything to ask for or to file"),
                (
                    "boolean",
                    "yes",
                    "isYes",
                    "whether the taxes are relieved, at once or after steps",
                ),
            ),
        ),
        "Outcome.java": _write_enum(
            "Outcome",
            "What becomes of a clause in one case; the worst first.",
            [
                (each["id"], each["words"], [f"Status.{write_enum_name(each['status'])}"])
                for each in words["outcomes"]
            ],
            (("Status", "status", "status", "the status it gives where it is the worst"),),
        ),
        "Certainty.java": _write_enum(
            "Certainty",
            "How certainly a document is needed.",
            [(each["id"], each["words"], []) for each in words["certainties"]],
        ),
    }
    for fact in words["facts"]:
        if fact["kind"] in ("word", "papers"):
            name = name_enum_of_fact(fact)
            found[f"{name}.java"] = _write_enum(
                name,
                f"A value of the fact {fact['id']}: {fact['label']['en']}.",
                [(one["value"], one["words"], []) for one in fact["accepted"]],
            )
    return found


def name_enum_of_fact(fact: Mapping[str, Any]) -> str:
    """Return the name of the enum of a fact that is a word, or a set of papers."""
    if fact["kind"] == "papers":
        return "Paper"
    name = write_java_name(fact["id"])
    return name[0].upper() + name[1:]


def _write_truths(*truths: bool) -> list[str]:
    return [str(truth).lower() for truth in truths]


def _write_enum(
    name: str,
    about: str,
    constants: Iterable[tuple[str, Mapping[str, str], Sequence[str]]],
    more: Sequence[tuple[str, str, str, str]] = (),
) -> str:
    """Return an enum of words; ``more``: type, field, method and meaning of what else it holds."""
    entries = ",\n".join(
        f"    /** {_write_comment(words['en'])}. */\n    {write_enum_name(id_)}"
        f"({', '.join([write_java_text(id_), write_words_code(words), *others])})"
        for id_, words, others in constants
    )
    fields = "".join(f"    private final {kind} {field};\n" for kind, field, _, _ in more)
    parameters = "".join(f", {kind} {field}" for kind, field, _, _ in more)
    assigned = "".join(f"        this.{field} = {field};\n" for _, field, _, _ in more)
    methods = "".join(
        f"\n    /** Returns {meaning}. */\n    public {kind} {method}() {{\n"
        f"        return {field};\n    }}\n"
        for kind, field, method, meaning in more
    )
    return f"""/** {about} */
public enum {name} implements Identified {{
{entries};

    private final String id;
    private final Words words;
{fields}
    {name}(String id, Words words{parameters}) {{
        this.id = id;
        this.words = words;
{assigned}    }}

    @Override
    public String id() {{
        return id;
    }}

    @Override
    public Words words() {{
        return words;
    }}
{methods}
    /** Returns the one with an id; null where there is none. */
    public static {name} find(String id) {{
        for ({name} each : values()) {{
            if (each.id.equals(id)) {{
                return each;
            }}
        }}
        return null;
    }}
}}
"""


def _write_comment(text: str) -> str:
    """Return a text as it can be in a comment of ASCII."""
    plain = text.replace("“", '"').replace("”", '"').replace("*/", "* /").replace("&", "&amp;")
    # javac up to Java 17 reads a source in the encoding of the machine: ASCII is the same in all.
    return plain.replace("<", "&lt;").encode("ascii", "replace").decode().rstrip(".")


def _write_question_enum(questions: Iterable[Mapping[str, Any]]) -> str:
    return _write_enum(
        "Question",
        "An open question of law: the same text read strictly and leniently.",
        [
            (
                each["id"],
                each["asks"],
                [
                    *(write_words_code(each[name]) for name in ("strict", "lenient", "grounds")),
                    *_write_truths(each["can_be_settled"]),
                    write_words_code(each["action"]),
                ],
            )
            for each in questions
        ],
        (
            ("Words", "strict", "strict", "the strict side"),
            ("Words", "lenient", "lenient", "the lenient side"),
            ("Words", "grounds", "grounds", "the grounds of both readings"),
            ("boolean", "canBeSettled", "canBeSettled", "whether one answer covers every case"),
            ("Words", "action", "action", "what to do where the case turns on it"),
        ),
    )


def _write_fact_enum(facts: Iterable[Mapping[str, Any]]) -> str:
    texts = "List<String>"
    return "\n".join(
        [
            "import java.util.LinkedHashMap;",
            "import java.util.List;",
            "import java.util.Map;",
            "import java.util.regex.Pattern;",
            "",
            _write_enum(
                "Fact",
                "A fact of one line of returned goods, in the order of the model.",
                [
                    (
                        fact["id"],
                        fact["label"],
                        [
                            write_java_text(fact["kind"]),
                            write_words_code(fact["question"]),
                            _write_accepted(fact["accepted"]),
                            write_java_list(map(write_java_text, fact["names"])),
                            write_java_list(map(write_java_text, fact["near"])),
                            _write_pattern(fact["pattern"]),
                            *_write_truths(fact["above_zero"]),
                            str(int(fact["least"] or 0)),
                            str(int(fact["most"] or 0)),
                            write_words_code(fact["refused"]),
                            write_words_code(fact["mistaken"]),
                        ],
                    )
                    for fact in facts
                ],
                (
                    ("String", "kind", "kind", "of what kind it is: day, yes_no, word, code"),
                    ("Words", "question", "question", "the question that asks for it"),
                    (
                        "Map<String, Words>",
                        "accepted",
                        "accepted",
                        "the values to choose from, in order; empty where any of a form will do",
                    ),
                    (texts, "names", "names", "the names it goes by beside its id"),
                    (texts, "near", "near", "parts of a name by which another comes near to it"),
                    (
                        "Pattern",
                        "pattern",
                        "pattern",
                        "the form of its value; null where it has none",
                    ),
                    ("boolean", "aboveZero", "isAboveZero", "whether it is more than nothing"),
                    ("int", "least", "least", "the least of a whole number"),
                    ("int", "most", "most", "the most of a whole number"),
                    ("Words", "refused", "refused", "the sentence that refuses a value"),
                    ("Words", "mistaken", "mistaken", "the one for a value taken for another"),
                ),
            ).replace(
                "    /** Returns the one with an id",
                _ACCEPTED_MAP + "    /** Returns the one with an id",
            ),
        ]
    )


# Map.of of Java takes ten pairs at most and keeps no order.
_ACCEPTED_MAP = """    private static Map<String, Words> choices(Object... valuesAndWords) {
        Map<String, Words> map = new LinkedHashMap<>();
        for (int at = 0; at < valuesAndWords.length; at += 2) {
            map.put((String) valuesAndWords[at], (Words) valuesAndWords[at + 1]);
        }
        return java.util.Collections.unmodifiableMap(map);
    }

"""


def _write_accepted(accepted: Iterable[Mapping[str, Any]]) -> str:
    pairs = (
        f"{write_java_text(one['value'])}, {write_words_code(one['words'])}" for one in accepted
    )
    return f"choices({', '.join(pairs)})"


def _write_pattern(pattern: str | None) -> str:
    return "null" if pattern is None else f"Pattern.compile({write_java_text(pattern)})"


# -- facts -----------------------------------------------------------------------------------------

_TYPES: Mapping[str, str] = {
    "day": "LocalDate",
    "yes_no": "Boolean",
    "quantity": "BigDecimal",
    "count": "Integer",
    "papers": "Set<String>",
}


def _write_facts_class(facts: Sequence[Mapping[str, Any]]) -> str:
    fields = "".join(
        f"    final {_TYPES.get(fact['kind'], 'String')} {write_java_name(fact['id'])};\n"
        for fact in facts
    )
    assigned = "".join(
        f"        {write_java_name(fact['id'])} = {_write_cast(fact)};\n" for fact in facts
    )
    contradicting = "\n".join(_write_setter(fact) for fact in facts)
    return (
        # No str.format: every brace of Java would have to be doubled.
        _FACTS_CLASS.replace("FIELDS\n", fields)
        .replace("ASSIGNED\n", assigned)
        .replace("SETTERS\n", contradicting)
    )


def _write_cast(fact: Mapping[str, Any]) -> str:
    kind, value = (
        _TYPES.get(fact["kind"], "String"),
        f"values.get(Fact.{write_enum_name(fact['id'])})",
    )
    return f"texts({value})" if fact["kind"] == "papers" else f"({kind}) {value}"


def _write_setter(fact: Mapping[str, Any]) -> str:
    name = write_java_name(fact["id"])
    kind = {
        "papers": "Set<Paper>",
        "word": name_enum_of_fact(fact),
    }.get(fact["kind"], _TYPES.get(fact["kind"], "String"))
    return (
        f"        /** Sets the fact {fact['id']}: {_write_comment(fact['label']['en'])}. */\n"
        f"        public Builder {name}({kind} value) {{\n"
        f"            values.put({write_java_text(fact['id'])}, value);\n"
        f"            return this;\n"
        f"        }}\n"
    )


_FACTS_CLASS = """import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of one line of returned goods, validated; a fact that is not given is unknown.
 */
public final class Facts {
    private static final Context NOTHING_GIVEN = Context.of(
        new Options(null, Map.of(), null, null), Side.STRICT);

FIELDS
    private final Map<Fact, Object> values;

    private Facts(Map<Fact, Object> values) {
        this.values = values;
ASSIGNED
        List<Refusal> refusals = contradictions();
        if (!refusals.isEmpty()) {
            throw new RefusedException(refusals);
        }
    }

    /**
     * Reads facts by their ids: days as LocalDate or 2026-01-31, yes and no as Boolean or true and
     * false, quantities as numbers or text, words as enums or by their ids, papers as a collection
     * or parted by semicolons. Null and blank text are unknown.
     *
     * @throws RefusedException where a name is none of a fact, a value is not accepted, or two
     *     facts contradict each other
     */
    public static Facts of(Map<String, ?> facts) {
        return new Facts(FactReader.read(facts));
    }

    /** Returns a builder of facts. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the value of a fact; null where it is unknown. */
    public Object get(Fact fact) {
        return values.get(fact);
    }

    /** Returns the known facts as plain values, in the order of the model. */
    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Fact fact : Fact.values()) {
            Object value = values.get(fact);
            if (value instanceof LocalDate || value instanceof BigDecimal) {
                map.put(fact.id(), value.toString());
            } else if (value != null) {
                map.put(fact.id(), value);
            }
        }
        return map;
    }

    private static Set<String> texts(Object value) {
        if (value == null) {
            return null;
        }
        Set<String> texts = new TreeSet<>();
        for (Object each : (Iterable<?>) value) {
            texts.add((String) each);
        }
        return texts;
    }

    private List<Refusal> contradictions() {
        Object[] found = (Object[]) Tables.CONTRADICTED.of(this, NOTHING_GIVEN);
        List<Refusal> refusals = new ArrayList<>();
        for (int at = 0; at < found.length; at++) {
            if (Boolean.TRUE.equals(found[at])) {
                Tables.Contradiction each = Tables.CONTRADICTIONS.get(at);
                Map<String, Words> named = new HashMap<>();
                for (Fact fact : each.facts()) {
                    named.put(fact.id(), FactReader.wordsOf(fact, values.get(fact)));
                }
                refusals.add(new Refusal(each.code(), each.fact().id(), values.get(each.fact()),
                    each.words().filled(named)));
            }
        }
        return refusals;
    }

    /** Builds facts one by one. */
    public static final class Builder {
        private final Map<String, Object> values = new LinkedHashMap<>();

        private Builder() {
        }

SETTERS

        /**
         * Returns the facts.
         *
         * @throws RefusedException where a value is not accepted, or two facts contradict each
         *     other
         */
        public Facts build() {
            return Facts.of(values);
        }
    }
}
"""


# -- tables ----------------------------------------------------------------------------------------


def _write_tables_class(words: Mapping[str, Any], rules: Rules, methods: JavaMethods) -> str:
    limits = words["limits"]
    rule = {
        name: f"Rules::{methods.define_function(trees)}" for name, trees in rules.groups.items()
    }
    constants = [
        *_write_texts(words),
        *(
            f"LocalDate {name} = LocalDate.parse({write_java_text(limits[name.lower()])})"
            for name in ("EARLIEST_DATE", "LATEST_DATE")
        ),
        *(
            f"int {name} = {limits[name.lower()]}"
            for name in ("MOST_DIGITS", "LONGEST_TEXT", "MOST_PAPERS")
        ),
        *(f"Rule {constant} = {rule[name]}" for constant, name in _RULES.items()),
        f"Fact LAST_TO_ASK = Fact.{write_enum_name(find_last_to_ask())}",
        _write_table("Document", "DOCUMENTS", map(write_document, words["documents"])),
        _write_table("Answer.Relief", "RELIEFS", map(write_relief, words["reliefs"])),
        _write_table("Action", "ACTIONS", map(write_action, words["actions"])),
        _write_table("Route", "ROUTES", map(write_route, words["routes"])),
        _write_table("Presumption", "PRESUMPTIONS", map(write_presumption, words["presumptions"])),
        _write_table(
            "Contradiction", "CONTRADICTIONS", map(write_contradiction, words["contradictions"])
        ),
        _write_table(
            "Announcement", "ANNOUNCEMENTS", map(write_announcement, words["announcements"])
        ),
        _write_table("Known", "KNOWN", _write_known_laws(words, rules, methods)),
        f"Options PUBLISHED = {_write_published(words['defaults'])}",
    ]
    fields = "".join(f"    static final {constant};\n" for constant in constants)
    return _TABLES_CLASS.replace("CONSTANTS\n", fields)


_RULES: Mapping[str, str] = {
    "OUTCOME": "outcome",
    "BECOMES": "becomes",
    "LAST_DAY": "last_day",
    "CLOCK": "clock",
    "ORIGINS": "origins",
    "NEEDED": "documents",
    "RELIEVED": "reliefs",
    "FITTING": "actions",
    "OPEN_ROUTES": "routes",
    "PRESUMED": "presumed",
    "CONTRADICTED": "contradictions",
}


def _write_texts(words: Mapping[str, Any]) -> list[str]:
    last = words["obtained_last"]
    texts = {
        "VERSION": words["version"],
        "LAW_REVIEWED_ON": words["law_reviewed_on"],
        "OBTAINED_LAST": last["document"],
        "OBTAINED_LAST_AFTER": last["after"],
    }
    sentences = ("last_day_unknown", "unknown_name", "unknown_name_near")
    return [
        *(f"String {name} = {write_java_text(text)}" for name, text in texts.items()),
        *(f"Words {name.upper()} = {write_words_code(words[name])}" for name in sentences),
    ]


def _write_table(kind: str, name: str, entries: Iterable[str]) -> str:
    rows = ",\n        ".join(entries)
    return f"List<{kind}> {name} = List.of(\n        {rows})"


def _write_known_laws(
    words: Mapping[str, Any], rules: Rules, methods: JavaMethods
) -> Iterable[str]:
    clauses = {clause["id"]: clause for clause in words["clauses"]}
    for law, announced, of in rules.known:
        rows = (write_clause_rules(clauses[each.published.clause.id], each, methods) for each in of)
        since = "null" if law.since is None else f'LocalDate.parse("{law.since}")'
        table = "List.of(\n            " + ",\n            ".join(rows) + ")"
        yield write_construction(
            "Known", since, f"Rules::{methods.define_function(announced)}", table
        )


def _write_published(defaults: Mapping[str, Any]) -> str:
    settled = write_java_map(
        (f"Question.{write_enum_name(id_)}", f"Side.{side.upper()}")
        for id_, side in defaults["settled"].items()
    )
    days = defaults["days_off"]
    days_off = "null" if days is None else write_java_set(map(_write_day, days))
    known_on = defaults["known_on"]
    return write_construction(
        "Options", "null", settled, days_off, "null" if known_on is None else _write_day(known_on)
    )


def _write_day(text: str) -> str:
    return f'LocalDate.parse("{date.fromisoformat(text)}")'


_TABLES_CLASS = """import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tables of the law and their words. */
final class Tables {
    private Tables() {
    }

    /** A clause as known from a day on. */
    record Clause(
            String id,
            int article,
            boolean named,
            Words words,
            List<Fact> facts,
            List<Question> questions,
            List<Fact> mayMiss,
            List<Question> always,
            List<Question> lookedAt,
            Rule holds,
            Rule outstanding,
            Rule uncovered,
            Rule missing,
            Rule readings) {
    }

    /** What is known from a day of publication on; before the first one the day is null. */
    record Known(LocalDate since, Rule announcement, List<Clause> clauses) {
    }

    /** A document: which papers serve, and how to come by one. */
    record Document(
            String id, List<Paper> papers, Words basis, boolean named, Words words, Words obtain) {
    }

    /** What is done where a clause is outstanding. */
    record Action(String id, String clause, Words words, boolean dueOnLastDay) {
    }

    /** Another way that may be open. */
    record Route(String id, Words words, List<Words> notes, List<String> unlessFailed) {
    }

    /** What an unknown fact is taken to be. */
    record Presumption(
            Fact fact,
            Words words,
            List<String> clauses,
            boolean unlessRequested,
            boolean canFail) {
    }

    /** Facts that cannot hold together. */
    record Contradiction(Fact fact, String code, List<Fact> facts, Words words) {
    }

CONSTANTS

    /** Returns what was known on a day; all there is for null. */
    static Known known(LocalDate day) {
        Known found = KNOWN.get(KNOWN.size() - 1);
        for (int at = KNOWN.size() - 1; day != null && at >= 0; at--) {
            found = KNOWN.get(at);
            if (found.since() == null || !found.since().isAfter(day)) {
                break;
            }
        }
        return found;
    }
}
"""
