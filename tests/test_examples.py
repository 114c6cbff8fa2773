"""What single examples are to show, and that the benchmark's two answers agree."""

from __future__ import annotations

import asyncio
import json
import runpy
import subprocess
import sys
from datetime import date
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response

from retax import check, goods_schema, overdrawn, verdict_schema

ROOT = Path(__file__).parent.parent


def test_the_two_real_returns_come_out_as_the_law_has_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    runpy.run_path(str(ROOT / "examples" / "01_two_real_returns.py"), run_name="__main__")
    headings = [line for line in capsys.readouterr().out.splitlines() if line.startswith("===")]
    assert headings == [
        "=== Ningbo 2025-02-12: eligible",
        "=== Moscow-Yiwu 2025-07-16: needs_review",
        "=== Moscow again, once customs has accepted cancelled orders: eligible",
    ]


def test_the_answers_written_by_hand_in_the_benchmark_are_those_of_retax() -> None:
    code = (
        "from one_case import cases, compare; from retax import ReturnedGoods; "
        "compare([ReturnedGoods.model_validate(line) for line in cases()])"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT / "benchmarks")


def test_the_chart_of_the_analyst_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chart = tmp_path / "chart.png"
    analyst = ROOT / "examples" / "22_what_an_analyst_sees.py"
    monkeypatch.setattr(sys, "argv", [str(analyst), str(chart)])
    monkeypatch.syspath_prepend(analyst.parent)
    runpy.run_path(str(analyst), run_name="__main__")
    assert "what decided" in capsys.readouterr().out
    assert chart.read_bytes().startswith(b"\x89PNG")


# -- the HTTP service -------------------------------------------------------------------------


def service() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "examples" / "33_http_service.py"))


def answered(method: str, path: str, **request: Any) -> Response:
    async def ask() -> Response:
        transport = ASGITransport(service()["app"])
        async with AsyncClient(transport=transport, base_url="http://retax") as client:
            return await client.request(method, path, **request)

    return asyncio.run(ask())


def test_the_service_answers_one_line_as_check_does() -> None:
    goods = {"监管方式代码": "9610", "出口申报日期": "2026-03-05"}
    answer = answered("POST", "/check?lang=en&as_of=2026-08-01", json=goods)
    assert answer.status_code == 200
    assert answer.json() == check(goods, as_of=date(2026, 8, 1)).to_dict("en")


def test_the_service_puts_the_error_of_a_bad_line_in_its_place() -> None:
    answer = answered("POST", "/check", json=[{}, {"reason": "lost"}, 7, {"reason": "unsold"}])
    assert answer.status_code == 200
    first, lost, seven, last = answer.json()
    assert (first, last) == (check({}).to_dict("zh"), check({"reason": "unsold"}).to_dict("zh"))
    assert list(lost) == list(seven) == ["error"]
    assert "lost" in lost["error"]


def test_the_service_refuses_a_single_bad_line() -> None:
    answer = answered("POST", "/check?lang=en", json={"reason": "lost", "use": "hardly"})
    assert answer.status_code == 422
    assert [said.split()[0] for said in answer.json()["error"].split("；")] == ["reason", "use"]


@pytest.mark.parametrize("path", ["/check?lang=fr", "/check?as_of=soon"])
def test_the_service_refuses_an_option_it_does_not_know(path: str) -> None:
    assert answered("POST", path, json={}).status_code == 422


def test_the_service_shows_the_schemas() -> None:
    assert answered("GET", "/schema").json() == {
        "goods": goods_schema(),
        "verdict": verdict_schema(),
    }
    described = answered("GET", "/openapi.json").json()["paths"]["/check"]["post"]
    one, many = described["requestBody"]["content"]["application/json"]["schema"]["oneOf"]
    assert one["properties"]["reason"]["title"] == "退运原因"
    assert many["items"] == one
    assert answered("GET", "/docs").status_code == 200


def test_the_service_stays_within_sixty_lines() -> None:
    text = (ROOT / "examples" / "33_http_service.py").read_text("utf-8")
    assert len(text.splitlines()) <= 60


@pytest.mark.skipif(which("javac") is None, reason="the Java compiler is not installed")
def test_the_java_callers_compile(tmp_path: Path) -> None:
    sources = sorted((ROOT / "examples" / "java").glob("*.java"))
    assert sources
    compiler = ["javac", "-Xlint:all", "-Werror", "--release", "11", "-d", str(tmp_path)]
    subprocess.run([*compiler, *map(str, sources)], check=True)


@pytest.mark.skipif(which("java") is None, reason="Java is not installed")
def test_a_java_caller_gets_a_verdict_a_line(tmp_path: Path) -> None:
    goods = tmp_path / "goods.jsonl"
    given = json.loads((ROOT / "examples" / "returns.json").read_text(encoding="utf-8"))
    lines = [*given, {"reason": "lost"}, {}]
    goods.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    caller = ["java", str(ROOT / "examples" / "java" / "CheckLines.java"), str(goods)]
    retax = [sys.executable, "-m", "retax", "check", "-", "--format", "jsonl"]
    done = subprocess.run([*caller, *retax], capture_output=True, text=True, check=False)
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        "1 eligible",
        "2 conditional",
        "3 refused",
        "4 needs_facts",
    ]
    assert done.returncode == 2


# -- the returns of an Amazon seller ----------------------------------------------------------


@pytest.fixture
def amazon(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    example = ROOT / "examples" / "34_amazon_returns.py"
    monkeypatch.setattr(sys, "argv", [str(example)])
    return runpy.run_path(str(example), run_name="__main__")


def test_a_report_of_returns_alone_makes_nothing_eligible(amazon: dict[str, Any]) -> None:
    assert {verdict.status for verdict in amazon["verdicts"]} == {"needs_facts"}
    assert "eligible" not in {verdict.status for verdict in amazon["inspected"]}


def test_every_unit_that_is_still_the_sellers_is_on_one_line(amazon: dict[str, Any]) -> None:
    assert sum(line["returned_quantity"] for line in amazon["goods"]) == 14
    assert overdrawn(amazon["goods"]) == []


def test_the_report_never_speaks_for_original_state(amazon: dict[str, Any]) -> None:
    for line in amazon["goods"]:
        assert not {"use", "same_form", "processed", "parts_added", "returned_on"} & set(line)
        for name in ("damaged", "parts_missing", "repacked"):
            assert line[name] in (True, None)
        assert line["batch_traced"] in (False, None)


def row_of_the_report(**told: str) -> dict[str, str]:
    row = {"detailed-disposition": "DEFECTIVE", "reason": "DEFECTIVE", "fnsku": "X1", "asin": "B1"}
    return {**row, "status": "Unit returned to inventory"} | {
        name.replace("_", "-"): value for name, value in told.items()
    }


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({}, "customer_return"),
        ({"reason": "UNDELIVERABLE_REFUSED"}, "refused"),
        ({"reason": "UNDELIVERABLE_UNKNOWN"}, "undeliverable"),
        ({"reason": "SWITCHEROO"}, None),
        ({"reason": "NO_REASON_GIVEN"}, None),
        ({"reason": "A_NEW_CODE"}, None),
        ({"detailed_disposition": "SELLABLE"}, None),
    ],
)
def test_a_reason_is_told_where_the_report_shows_it(
    amazon: dict[str, Any], told: dict[str, str], reason: str | None
) -> None:
    assert amazon["reason"](row_of_the_report(**told)) == reason


def test_a_unit_is_not_traced_by_first_in_first_out(amazon: dict[str, Any]) -> None:
    traced, row = amazon["traced"], row_of_the_report()
    assert traced(row, [{}]) is None
    assert traced(row, [{}, {}]) is False
    assert traced(row_of_the_report(fnsku="B1"), [{}]) is False
