from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path

import pytest

from publish.ports.announced import announced_2028
from publish.ports.asked import Asked, of_the_announcement
from publish.ports.machines import (
    NO_OPTIONS,
    Java,
    compile_java,
    first_difference,
    gather_quick_cases,
    java,
    needs_java,
    write_package,
)
from retax import check
from retax.facts.catalogue import NAMES
from retax.judge.compiled_law import get_law
from retax.law.cross_border.open_questions import QUESTIONS
from retax.logic.compile_java import write_java_name
from retax.publish.java import build_java_package, is_package
from retax.publish.java_records import write_enum_name
from retax.publish.law_in_words import to_plain_options
from retax.publish.published_law import gather_published_law
from sizes import mark_long
from walks import walk_points

PACKAGE = build_java_package(gather_published_law(), NO_OPTIONS)


# -- the text --------------------------------------------------------------------------------------


def test_the_package_names_every_fact_question_and_clause() -> None:
    for name in NAMES:
        assert f"    {write_enum_name(name)}(" in PACKAGE["Fact.java"]
        assert f" {write_java_name(name)};" in PACKAGE["Facts.java"]
    for question in QUESTIONS:
        assert f"    {write_enum_name(question)}(" in PACKAGE["Question.java"]
    for ruled in get_law().clauses:
        assert json.dumps(ruled.clause.id) in PACKAGE["Tables.java"]


@walk_points("name", PACKAGE)
def test_a_source_is_ascii_without_tabs_or_marks_and_of_the_package(name: str) -> None:
    text = PACKAGE[name]
    assert text.isascii()
    assert "\t" not in text
    assert "/*{" not in text
    assert text.startswith("package retax;\n")


def test_a_public_type_and_its_public_methods_have_a_comment() -> None:
    for name, text in PACKAGE.items():
        lines = text.splitlines()
        for at, line in enumerate(lines):
            starts = line.strip().startswith(("public ", "public static "))
            if starts and "(" in line and "Override" not in lines[at - 1]:
                above = lines[at - 1].strip()
                assert above.endswith("*/"), (name, line)


def test_the_package_can_have_another_name() -> None:
    named = build_java_package(gather_published_law(), NO_OPTIONS, "com.example.law")
    assert named["Law.java"].startswith("package com.example.law;\n")
    assert {**named} == {
        name: text.replace("package retax;", "package com.example.law;")
        for name, text in PACKAGE.items()
    }


@pytest.mark.parametrize(
    ("name", "fits"),
    [("retax", True), ("com.example.law", True), ("Com", False), ("a..b", False), ("1a", False)],
)
def test_a_package_is_named_as_java_names_packages(name: str, fits: bool) -> None:
    assert is_package(name) is fits


def test_the_options_it_is_published_with_are_in_the_tables() -> None:
    options = to_plain_options({"rest-day": "lenient"}, [date(2026, 10, 1)], date(2026, 3, 1))
    tables = build_java_package(gather_published_law(), options)["Tables.java"]
    assert "Map.entry(Question.REST_DAY, Side.LENIENT)" in tables
    assert 'Set.of(LocalDate.parse("2026-10-01")), LocalDate.parse("2026-03-01"))' in tables


def test_a_new_announcement_is_in_the_package() -> None:
    with announced_2028():
        tables = build_java_package(gather_published_law(), NO_OPTIONS)["Tables.java"]
    assert '"2028-3"' in tables
    assert '"3.sealed"' in tables
    assert "2028-3" not in PACKAGE["Tables.java"]


# -- in Java ---------------------------------------------------------------------------------------


@needs_java
def test_java_answers_as_check_does_in_every_part() -> None:
    asked, expected = gather_quick_cases()
    assert first_difference(asked, expected, java().answers(asked)) is None


@pytest.mark.long  # the whole package is compiled anew, here and below
@needs_java
def test_java_knows_a_new_announcement_and_the_clause_it_adds() -> None:
    asked = Asked({"declared_on": "2028-06-01", "reason": "unsold"}, {"lang": "en"})
    with announced_2028():
        (found,) = Java(build_java_package(gather_published_law(), NO_OPTIONS)).answers([asked])
        verdict = check(asked.facts)
    answer = found["answer"]
    assert answer["announcement"] == verdict.announcement == "2028-3"
    assert {f["clause"]: f["outcome"] for f in answer["findings"]} == {
        finding.clause: finding.outcome for finding in verdict.findings
    }
    (sealed,) = (f for f in answer["findings"] if f["clause"] == "3.sealed")
    assert sealed["words"] == "the seal of 2028 is unbroken"


@pytest.mark.long
@needs_java
def test_what_is_published_with_options_answers_under_them() -> None:
    facts = {"declared_on": "2026-01-05", "reason": "recall"}
    days = [date(2026, 10, 1)]
    options = to_plain_options({"reason:recall": "lenient"}, days, date(2026, 2, 8))
    (found,) = Java(build_java_package(gather_published_law(), options)).answers([Asked(facts)])
    verdict = check(
        facts, settled={"reason:recall": "lenient"}, days_off=days, known_on=date(2026, 2, 8)
    )
    expected = of_the_announcement(verdict)
    assert {name: found["answer"][name] for name in expected} == expected


@needs_java
@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"reson": "unsold"}, "unknown_name", "reson"),
        ({"reason": "lost"}, "not_accepted", "reason"),
        ({"declared_on": "soon"}, "unreadable", "declared_on"),
        ({"declared_on": "1999-12-31"}, "not_accepted", "declared_on"),
        ({"declared_on": "2026-02-30"}, "unreadable", "declared_on"),
        ({"returned_quantity": "0"}, "not_accepted", "returned_quantity"),
        ({"returned_quantity": "1e30"}, "not_accepted", "returned_quantity"),
        ({"returned_quantity": "ten"}, "unreadable", "returned_quantity"),
        ({"export_item": "0"}, "not_accepted", "export_item"),
        ({"is_food": "maybe"}, "not_accepted", "is_food"),
        ({"hs_code": "6901234567892"}, "not_accepted", "hs_code"),
        ({"papers_held": "a letter"}, "not_accepted", "papers_held"),
        ({"supervision_code": "4561"}, "not_accepted", "supervision_code"),
        (
            {"released_on": "2026-01-01", "declared_on": "2026-01-02"},
            "contradiction",
            "released_on",
        ),
    ],
)
def test_java_refuses_with_a_code_and_a_field(facts: dict[str, str], code: str, field: str) -> None:
    (found,) = java().answers([Asked(facts)])
    assert [refusal[:2] for refusal in found["refusals"]] == [[code, field]]
    assert all(found["refusals"][0][2:])


@needs_java
def test_java_suggests_the_name_that_is_near_a_misspelt_one() -> None:
    names = [name for name in NAMES if len(name) > 4]
    misspelt = [Asked({name[:2] + name[3:]: ""}) for name in names]
    for name, found in zip(names, java().answers(misspelt), strict=True):
        ((_, _, zh, en),) = found["refusals"]
        assert name in zh, name
        assert name in en, name


BUILT = """
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import {package}.*;

public class Built {
    public static void main(String[] arguments) {
        Facts facts = Facts.builder().declaredOn(LocalDate.of(2026, 3, 2)).reason(Reason.RECALL)
            .isFood(false).returnedQuantity(new BigDecimal("4")).exportItem(2)
            .papersHeld(Set.of(Paper.EXPORT_LIST)).supervisionCode("9610").build();
        Answer answer = Law.judge(facts, Options.published().withAsOf(LocalDate.of(2026, 8, 1))
            .withSettled(Map.of(Question.REASON_RECALL, Side.LENIENT)));
        try {
            Options.published().withSettled(Map.of(Question.REASON_OTHER, Side.LENIENT));
        } catch (IllegalArgumentException refused) {
            System.out.println(answer.finding("1.reason").outcome() + " " + facts.asMap() + " "
                + answer.status().words().text(Lang.EN) + " " + facts.get(Fact.REASON));
        }
    }
}
"""


@needs_java
@pytest.mark.parametrize("package", ["retax", *mark_long(["com.example.law"])])
def test_facts_can_be_built_with_values_of_their_types(package: str, tmp_path: Path) -> None:
    classes = java().classes
    if package != "retax":
        files = build_java_package(gather_published_law(), NO_OPTIONS, package)
        compile_java(tmp_path, write_package(tmp_path, files, package))
        classes = tmp_path
    source = tmp_path / "Built.java"
    source.write_text(BUILT.replace("{package}", package), encoding="ascii")
    compile_java(classes, [source])
    done = subprocess.run(
        ["java", "-cp", str(classes), "Built"], capture_output=True, text=True, check=True
    )
    assert done.stdout.split(" {")[0] == "MET"
    assert "declared_on=2026-03-02, reason=recall, is_food=false" in done.stdout
    assert done.stdout.endswith("facts needed recall\n")
