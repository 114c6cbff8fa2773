"""What single examples are to show, and that the benchmark's two answers agree."""

from __future__ import annotations

import asyncio
import json
import re
import runpy
import subprocess
import sys
from datetime import date
from pathlib import Path
from shutil import which
from typing import Any

import duckdb
import polars as pl
import pytest
from httpx import ASGITransport, AsyncClient, Response

from retax import check, goods_schema, match_frames, overdrawn, verdict_schema

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
        "from one_case import compare, make_cases; from retax import ReturnedGoods; "
        "compare([ReturnedGoods.model_validate(line) for line in make_cases()])"
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


def test_the_example_matches_in_a_database_as_all_at_once() -> None:
    example = runpy.run_path(str(ROOT / "examples" / "26_matching_on_duckdb_and_spark.py"))
    exports, returned = example["make_up"](200)
    whole = match_frames(exports, returned).items
    assert whole["strict_at_least"].sum() > 0
    database = duckdb.connect()
    database.register("ledger", exports)
    database.register("back", returned)
    example["match_in_duckdb"](database)
    found = pl.from_arrow(database.sql("FROM answers").to_arrow_table())
    assert isinstance(found, pl.DataFrame)
    assert found.sort("sku").equals(whole.select("sku", *example["QUANTITIES"]))


def test_the_questions_come_in_the_order_of_what_each_decides_alone() -> None:
    # What the example prints is on its page, which test_docs.py holds to it.
    page = (ROOT / "docs" / "examples" / "23_which_question_first.md").read_text("utf-8")
    assert re.search("^  needs_review  2,756 parcels", page, re.MULTILINE)
    assert re.findall(r"^  (\S+) +(\d+) lines .* alone +(\d+) ", page, re.MULTILINE) == [
        ("reason:recall", "748", "704"),
        ("reason:other", "772", "691"),
        ("trial-without-customer", "591", "517"),
        ("missing-or-damaged", "571", "488"),
        ("export-date", "184", "27"),
        ("return-date", "180", "14"),
        ("rest-day", "107", "6"),
    ]
    assert "ask first: 召回是否属于退货？" in page


# -- the HTTP service -------------------------------------------------------------------------


def service() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "examples" / "33_http_service.py"))


def answered(method: str, path: str, **request: Any) -> Response:
    async def ask() -> Response:
        transport = ASGITransport(service()["app"])
        async with AsyncClient(transport=transport, base_url="http://retax") as client:
            return await client.request(method, path, **request)

    return asyncio.run(ask())


def refusals_of_service(answer: Response) -> list[tuple[str, str, str]]:
    """Return what a service refuses: every refusal has the one shape, and a sentence."""
    assert [*answer.json()] == ["refused"]
    refused = answer.json()["refused"]
    assert all([*each] == ["fact", "code", "message", "accepted"] for each in refused)
    assert all(each["message"] for each in refused)
    return [(each["fact"], each["code"], each["message"]) for each in refused]


def test_the_service_answers_one_line_as_check_does() -> None:
    goods = {"监管方式代码": "9610", "出口申报日期": "2026-03-05"}
    answer = answered("POST", "/check?lang=en&as_of=2026-08-01", json=goods)
    assert answer.status_code == 200
    assert answer.json() == check(goods, as_of=date(2026, 8, 1)).to_dict("en")


def test_the_service_puts_the_error_of_a_bad_line_in_its_place() -> None:
    sent = [{}, {"reason": "lost"}, 7, {"reason": "unsold"}]
    answer = answered("POST", "/check-lines", json=sent)
    assert answer.status_code == 200
    first, lost, seven, last = answer.json()
    assert first["verdict"] == check({}).to_dict("zh")
    assert last["verdict"] == check({"reason": "unsold"}).to_dict("zh")
    assert lost["verdict"] is seven["verdict"] is None
    assert [(said["fact"], said["code"]) for said in lost["refused"]] == [
        ("reason", "not_accepted")
    ]
    assert "lost" in lost["refused"][0]["message"]
    assert "recall" in lost["refused"][0]["accepted"]


def test_the_service_adds_up_what_a_file_returns_of_an_export_line() -> None:
    line = {"export_entry": "310420260000000001", "export_item": 1, "exported_quantity": 100}
    line |= {"returned_quantity": 80, "reason": "customer_return"}
    answer = answered("POST", "/check-lines", json=[line, line])
    within, beyond = answer.json()
    assert (within["exported"], within["returned"]) == ("100", "160")
    outcomes = {f["clause"]: f["outcome"] for f in beyond["verdict"]["findings"]}
    assert outcomes["1.same_goods"] == "outstanding"


def test_the_service_takes_the_options_of_a_check() -> None:
    query = "settled=rest-day=lenient&settled=reason:recall=strict&known_on=2026-01-05"
    days_off = "days_off=2026-10-01&days_off=2026-10-02"
    answer = answered("POST", f"/check?{query}&{days_off}&as_of=2026-08-01", json={})
    assert answer.json() == check(
        {},
        as_of=date(2026, 8, 1),
        known_on=date(2026, 1, 5),
        settled={"rest-day": "lenient", "reason:recall": "strict"},
        days_off=[date(2026, 10, 1), date(2026, 10, 2)],
    ).to_dict("zh")


def test_the_service_refuses_a_single_bad_line() -> None:
    answer = answered("POST", "/check?lang=en", json={"reason": "lost", "use": "hardly"})
    assert answer.status_code == 422
    assert [said["fact"] for said in answer.json()["refused"]] == ["reason", "use"]
    assert answer.json()["refused"][0]["message"].startswith("reason is 'lost'")
    in_chinese = answered("POST", "/check", json={"reason": "lost"}).json()["refused"]
    assert in_chinese[0]["message"].startswith("退运原因“lost”")


@pytest.mark.parametrize("path", ["/check", "/check-lines"])
def test_the_service_refuses_an_object_in_which_a_name_is_given_twice(path: str) -> None:
    goods = '{"reason": "recall", "use": "unused", "reason": "unsold"}'
    sent = goods if path == "/check" else f"[{{}}, {goods}]"
    answer = answered("POST", path, content=sent)
    assert answer.status_code == 422
    assert refusals_of_service(answer) == [
        ("", "not_accepted", "given twice: reason; accepted is one value a name")
    ]


@pytest.mark.parametrize("sent", [b"", b"{", b"\xff", b"[" * 100_000])
def test_the_service_refuses_what_is_no_json(sent: bytes) -> None:
    answer = answered("POST", "/check", content=sent)
    assert answer.status_code == 422
    ((fact, code, _),) = refusals_of_service(answer)
    assert (fact, code) == ("", "not_accepted")


@pytest.mark.parametrize("sent", ["{}", "7", '"x"'])
def test_the_service_refuses_a_file_that_is_no_list_of_lines(sent: str) -> None:
    answer = answered("POST", "/check-lines", content=sent)
    assert answer.status_code == 422
    ((fact, code, _),) = refusals_of_service(answer)
    assert (fact, code) == ("", "not_accepted")


@pytest.mark.parametrize(
    ("option", "fact", "code"),
    [
        ("lang=fr", "lang", "unreadable"),
        ("as_of=soon", "as_of", "unreadable"),
        ("settled=rest-day=lax", "", "not_accepted"),
        ("settled=zone", "", "not_accepted"),
        ("asof=2026-08-01", "asof", "unreadable"),
    ],
)
def test_the_service_refuses_an_option_it_does_not_know(option: str, fact: str, code: str) -> None:
    for path, sent in (("/check", {}), ("/check-lines", [{}])):
        answer = answered("POST", f"{path}?{option}", json=sent)
        assert answer.status_code == 422
        ((named, given, _),) = refusals_of_service(answer)
        assert (named, given) == (fact, code)


def test_the_service_shows_the_schemas() -> None:
    assert answered("GET", "/schema").json() == {
        "goods": goods_schema(),
        "verdict": verdict_schema(),
    }
    assert answered("GET", "/docs").status_code == 200


def test_the_description_of_the_service_shows_goods_verdicts_and_refusals() -> None:
    described = answered("GET", "/openapi.json").json()
    one, many = (described["paths"][path]["post"] for path in ("/check", "/check-lines"))
    sent = one["requestBody"]["content"]["application/json"]["schema"]
    assert sent["properties"]["reason"]["title"] == "退运原因"
    assert many["requestBody"]["content"]["application/json"]["schema"]["items"] == sent

    def answers_with(path: Any, status: str) -> Any:
        return path["responses"][status]["content"]["application/json"]["schema"]

    schemas = described["components"]["schemas"]
    verdict = answers_with(one, "200")["$ref"].rpartition("/")[2]
    assert set(schemas[verdict]["properties"]) == set(verdict_schema()["properties"])
    for path in (one, many):
        assert answers_with(path, "422")["$ref"].endswith("/Unread")
    assert "HTTPValidationError" not in schemas
    assert answers_with(many, "200")["items"]["$ref"].endswith("/Line")
    options = [parameter["name"] for parameter in many["parameters"]]
    assert options == ["as_of", "known_on", "settled", "days_off", "lang"]


def test_the_service_stays_within_a_hundred_and_fifty_lines() -> None:
    text = (ROOT / "examples" / "33_http_service.py").read_text("utf-8")
    assert len(text.splitlines()) <= 150


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
        assert line["attribution"] in ("fifo", "none", None)


def row_of_the_report(**told: str) -> dict[str, str]:
    row = {"detailed-disposition": "DEFECTIVE", "reason": "DEFECTIVE", "fnsku": "X1", "asin": "B1"}
    return {**row, "status": "Unit returned to inventory"} | {
        name.replace("_", "-"): value for name, value in told.items()
    }


@pytest.mark.parametrize(
    ("columns", "reason"),
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
def test_a_reason_is_given_where_the_report_shows_it(
    amazon: dict[str, Any], columns: dict[str, str], reason: str | None
) -> None:
    assert amazon["find_reason"](row_of_the_report(**columns)) == reason


def test_a_unit_is_not_traced_by_first_in_first_out(amazon: dict[str, Any]) -> None:
    attribution, row = amazon["find_attribution"], row_of_the_report()
    assert attribution(row, [{}]) is None
    assert attribution(row, [{}, {}]) == "fifo"
    assert attribution(row, []) == "none"
    assert attribution(row_of_the_report(fnsku="B1"), [{}]) == "none"
