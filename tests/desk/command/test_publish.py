from __future__ import annotations

import json
from pathlib import Path

import pytest

from desk.run import run
from retax.publish.java import build_java_package
from retax.publish.javascript import build_javascript_module, build_javascript_types
from retax.publish.law_as_json import FORMAT
from retax.publish.law_in_words import to_plain_options
from retax.publish.published_law import gather_published_law

NO_OPTIONS = to_plain_options({}, None, None)


def test_the_module_is_written_with_its_types_beside_it(tmp_path: Path) -> None:
    done = run("publish", "js", "-o", tmp_path / "law.mjs")
    module, types = tmp_path / "law.mjs", tmp_path / "law.d.mts"
    assert (done.code, done.out) == (0, f"{module}\n{types}\n")
    assert module.read_text("utf-8") == build_javascript_module(gather_published_law(), NO_OPTIONS)
    assert types.read_text("utf-8") == build_javascript_types(gather_published_law(), NO_OPTIONS)


def test_the_types_of_a_js_file_end_in_ts(tmp_path: Path) -> None:
    assert run("publish", "js", "-o", tmp_path / "law.js").code == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == ["law.d.ts", "law.js"]


def test_without_a_file_the_law_goes_to_standard_output() -> None:
    done = run("publish", "js")
    assert (done.code, done.err) == (0, "")
    assert done.out == build_javascript_module(gather_published_law(), NO_OPTIONS)


def test_the_package_is_written_to_a_folder_of_its_name(tmp_path: Path) -> None:
    done = run("publish", "java", "-o", tmp_path, "--package", "com.example.law")
    inside = tmp_path / "com" / "example" / "law"
    expected = build_java_package(gather_published_law(), NO_OPTIONS, "com.example.law")
    assert done.code == 0
    assert {file.name: file.read_text("ascii") for file in inside.iterdir()} == expected
    assert done.out.splitlines() == [str(inside / name) for name in expected]


def test_the_options_are_those_the_law_is_published_with(tmp_path: Path) -> None:
    days = tmp_path / "days.txt"
    days.write_text("2026-10-01\n2026-10-02\n", encoding="utf-8")
    file = tmp_path / "law.json"
    options = ("--settle", "rest-day=lenient", "--known-on", "2026-03-01", "--days-off", days)
    assert run("publish", "json", "-o", file, *options).code == 0
    law = json.loads(file.read_text("utf-8"))
    assert law["format"] == FORMAT
    assert law["defaults"] == {
        "settled": {"rest-day": "lenient"},
        "days_off": ["2026-10-01", "2026-10-02"],
        "known_on": "2026-03-01",
    }


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("php",), "publish “php”不在可填范围内"),
        (("java",), "java 由多个文件组成"),
        (("java", "-o", "x", "--package", "Com"), "--package 为“Com”"),
        (("js", "--package", "com"), "--package 只用于 java，不用于 js"),
        (("js", "-o", "law.txt"), "-o 为 law.txt"),
        (("json", "-o", "none/law.json"), "无法写入"),
    ],
)
def test_what_is_not_accepted_is_refused_in_a_sentence(
    arguments: tuple[str, ...], part: str, tmp_path: Path
) -> None:
    done = run("publish", *arguments, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert part in done.err
    assert [*tmp_path.iterdir()] == []


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run("publish", "java", "-o", tmp_path / "file")
    assert done.code == 2
    assert "无法写入" in done.err
