"""A broker's program in forty lines: lines of goods as JSON in, decisions out.

The request says as of which day it asks and may use Chinese names and words and those of the CEB603
message. ``check_lines`` looks at the whole request: two lines of 80 pieces of an export line of 100
are not two times a yes. Nothing is declared that is not a yes; a doubt of law goes to customs.
"""

import json
import sys
from datetime import date
from pathlib import Path

import retax

DECISIONS = {
    "eligible": "declare under 4561",  # 退运货物
    "conditional": "do first what is outstanding",
    "needs_facts": "ask the client",
    "needs_review": "ask customs",
    "ineligible": "look for another route",
    "not_covered": "no announcement known",
}


def describe_decision(answer: retax.Verdict | retax.ValidationError) -> dict[str, object]:
    if isinstance(answer, retax.ValidationError):
        why = "；".join(refused.words.zh for refused in retax.refusals_of(answer))
        return {"decision": "correct the line", "why": why}
    why = answer.finding(answer.decided_by or "1.six_months").explain("zh")
    told = answer.to_dict("zh")
    to_do = [ask["question"] for ask in told["asks"]]
    to_do += [said["words"] for said in told["actions"] + told["routes"]]
    return {"decision": DECISIONS[answer.status], "why": why, "to_do": to_do}


file = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "data" / "request.json"
request = json.loads(file.read_text("utf-8"))
answers = retax.check_lines(request["lines"], "return", as_of=date.fromisoformat(request["as_of"]))
decisions = [{"line": n, **describe_decision(answer)} for n, (answer, _) in enumerate(answers, 1)]
print(json.dumps(decisions, ensure_ascii=False, indent=2))
