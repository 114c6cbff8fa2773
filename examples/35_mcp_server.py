"""An MCP server: an assistant asks what retax needs to know, and has a case judged.

Plain JSON-RPC on standard input and output, a message a line, and no library but retax. Register it
with an assistant as the command ``python examples/35_mcp_server.py``.
"""

import json
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

import retax

GOODS = retax.goods_schema()
DAY = {"type": "string", "format": "date"}
ARGUMENTS = {
    "type": "object",
    "properties": {"goods": GOODS, "as_of": DAY, "lang": {"enum": ["zh", "en"]}},
    "required": ["goods"],
}
TOOLS = {
    "what_do_you_need": "The questions still to be asked of the user, for goods as known so far.",
    "judge": "The verdict on returned goods, clause by clause, with papers, actions and last day.",
}


def run_tool(
    tool: str, goods: Mapping[str, Any], as_of: str | None = None, lang: Any = "zh"
) -> Any:
    verdict = retax.check(goods, as_of=date.fromisoformat(as_of) if as_of else None)
    answer = verdict.to_dict(lang)
    return answer["asks"] if tool == "what_do_you_need" else answer


def answer_request(method: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    if method == "initialize":
        server = {"name": "retax", "version": retax.__version__}
        version = parameters.get("protocolVersion", "2025-06-18")
        return {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": server}
    if method == "tools/list":
        tools = TOOLS.items()
        return {
            "tools": [{"name": n, "description": d, "inputSchema": ARGUMENTS} for n, d in tools]
        }
    if method != "tools/call" or parameters["name"] not in TOOLS:
        return {}  # a ping
    try:
        text, failed = run_tool(parameters["name"], **parameters["arguments"]), False
    except (TypeError, ValueError) as error:  # what is refused, in words the assistant can pass on
        text, failed = str(error), True
    content = [{"type": "text", "text": json.dumps(text, ensure_ascii=False)}]
    return {"content": content, "isError": failed}


for line in sys.stdin:
    message = json.loads(line)
    if "id" in message:  # else a notification, which has no answer
        answer = answer_request(message["method"], message.get("params", {}))
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": answer}), flush=True)
