from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from publish.ports.machines import compile_java, java, needs_java, needs_node, node
from retax import check

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "examples"


@needs_java
def test_the_java_program_judges_a_csv_with_the_generated_source() -> None:
    compile_java(java().classes, [EXAMPLES / "published_law" / "JudgeCsv.java"])
    file = EXAMPLES / "data" / "returns_by_id.csv"
    program = ["java", "-cp", str(java().classes), "JudgeCsv", str(file), "2026-08-04"]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert [line.split(",")[0].split(":")[0] for line in lines] == [
        "P-1 eligible",
        "P-2 conditional",
        "P-3 needs_review",
        "P-4 needs_review",
        "P-5 refused",
        "P-6 ineligible",
    ]
    assert "repay the refunded tax" in lines[1]


@needs_node
def test_the_node_script_reads_a_table_with_chinese_headings_as_retax_does() -> None:
    script = EXAMPLES / "published_law" / "judge_rows.mjs"
    file = EXAMPLES / "data" / "ten_parcels.csv"
    program = ["node", str(script), str(node().module), str(file), "2026-08-01"]
    done = subprocess.run(program, capture_output=True, check=True)
    told = [line.split(" | ") for line in done.stdout.decode().splitlines()]
    retax = [sys.executable, "-m", "retax", "check", str(file), "--format", "jsonl"]
    judged = subprocess.run([*retax, "--as-of", "2026-08-01"], capture_output=True, check=False)
    answers = [json.loads(line) for line in judged.stdout.decode().splitlines()]
    assert [line[1] for line in told] == [answer.get("status", "refused") for answer in answers]


def served(*messages: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what the MCP server answers to messages."""
    given = "".join(json.dumps({"jsonrpc": "2.0", **message}) + "\n" for message in messages)
    program = [sys.executable, str(EXAMPLES / "35_mcp_server.py")]
    done = subprocess.run(program, input=given.encode(), capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def called(tool: str, **arguments: Any) -> dict[str, Any]:
    """Return the call of a tool."""
    return {"id": 7, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}


def test_the_mcp_server_stays_within_sixty_lines() -> None:
    assert len((EXAMPLES / "35_mcp_server.py").read_text("utf-8").splitlines()) <= 60


def test_the_mcp_server_names_two_tools_and_judges_with_them() -> None:
    goods = {"supervision_code": "9610", "declared_on": "2026-03-05"}
    started, tools, asked, judged, refused = served(
        {"id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18"}},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/list"},
        called("what_do_you_need", goods=goods, lang="en"),
        called("judge", goods=goods, as_of="2026-08-01"),
        called("judge", goods={"reason": "lost"}),
    )
    assert started["result"]["serverInfo"]["name"] == "retax"
    assert [tool["name"] for tool in tools["result"]["tools"]] == ["what_do_you_need", "judge"]
    verdict = check(goods)
    asks = json.loads(asked["result"]["content"][0]["text"])
    assert asks == json.loads(verdict.to_json("en"))["asks"]
    assert json.loads(judged["result"]["content"][0]["text"])["status"] == "needs_facts"
    assert refused["result"]["isError"] is True
    assert "lost" in refused["result"]["content"][0]["text"]
