"""retax over HTTP, for callers in any language: one line of goods, or the lines of a file.

    python examples/33_http_service.py 8000  # serves; http://127.0.0.1:8000/docs shows all of it

``POST /check`` judges one line. ``POST /check-lines`` judges a list as one file: what comes back of
an export line is added up. Both take the options of ``retax.check`` in the query. Without a port
the example posts to itself (with httpx) and prints the answers.
"""

import asyncio
import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import uvicorn
from fastapi import Depends, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

import retax

app = FastAPI(title="retax", description="Do returned goods come in free of import tax?")


class Options(BaseModel):
    """The options of a check, as a query writes them; any other name is refused."""

    model_config = ConfigDict(extra="forbid")

    as_of: date | None = None
    known_on: date | None = None
    settled: list[str] | None = Field(None, description="rest-day=lenient")
    days_off: list[date] | None = Field(None, description="every rest day, one by one")
    lang: retax.Lang = "zh"

    def to_options(self) -> dict[str, Any]:
        """Return them as ``check`` and ``check_lines`` take them."""
        settled = {id_: side for id_, _, side in (a.rpartition("=") for a in self.settled or [])}
        return {**self.model_dump(exclude={"lang"}), "settled": settled}


class Refused(BaseModel):
    """A fact or an option that is not accepted; of what has no name ``fact`` is empty."""

    fact: str
    code: str
    message: str
    accepted: list[str]


class Unread(BaseModel):
    """The answer where nothing is judged: everything that is refused, at once."""

    refused: list[Refused]


class Line(BaseModel):
    """One line of a file: its verdict, or what is refused; the sums of an export line overdrawn."""

    verdict: retax.Verdict | None = None
    refused: list[Refused] = []
    exported: str | None = None
    returned: str | None = None


def list_refusals(error: ValueError, lang: retax.Lang) -> list[dict[str, Any]]:
    return [
        {"fact": r.fact, "code": r.code, "message": r.words.text(lang), "accepted": r.accepted}
        for r in retax.refusals_of(error)
    ]


def take(schema: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def make_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object; of a name given twice the json module drops a value in silence."""
    names = [name for name, _ in pairs]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"given twice: {', '.join(twice)}; accepted is one value a name")
    return dict(pairs)


async def read(request: Request) -> Any:
    return json.loads(await request.body(), object_pairs_hook=make_object)


GOODS = retax.goods_schema()
FILE = {"type": "array", "items": GOODS}
Asked = Annotated[Options, Query()]
Sent = Annotated[Any, Depends(read)]
BAD: dict[int | str, dict[str, Any]] = {422: {"model": Unread}}


@app.post("/check", openapi_extra=take(GOODS), responses=BAD | {200: {"model": retax.Verdict}})
def check(goods: Sent, asked: Asked) -> JSONResponse:
    """Judge one line of goods; 422 names everything in it that is not accepted."""
    return JSONResponse(retax.check(goods, **asked.to_options()).to_dict(asked.lang))


@app.post("/check-lines", openapi_extra=take(FILE), responses=BAD | {200: {"model": list[Line]}})
def check_lines(lines: Sent, asked: Asked) -> JSONResponse:
    """Judge the lines of a file together; a line that is not accepted says so in its place."""
    answers: list[dict[str, Any]] = []
    for answer, line in retax.check_lines(lines, "return", **asked.to_options()):
        sums = {"exported": line and str(line.exported), "returned": line and str(line.returned)}
        if isinstance(answer, retax.ValidationError):
            answers.append({"verdict": None, "refused": list_refusals(answer, asked.lang), **sums})
        else:
            answers.append({"verdict": answer.to_dict(asked.lang), "refused": [], **sums})
    return JSONResponse(answers)


@app.exception_handler(RequestValidationError)
@app.exception_handler(RecursionError)  # of JSON that is nested too deep
@app.exception_handler(ValueError)
def refuse(request: Request, error: Any) -> JSONResponse:
    """Answer 422 in one shape, be it goods, an option or the body that is not accepted."""
    if isinstance(error, RequestValidationError):  # of an option; retax reads what pydantic raises
        lines: Any = [{**each, "loc": each["loc"][1:]} for each in error.errors()]
        error = retax.ValidationError.from_exception_data("options", lines)
    lang: retax.Lang = "en" if request.query_params.get("lang") == "en" else "zh"
    return JSONResponse({"refused": list_refusals(error, lang)}, status_code=422)


@app.get("/schema")
def get_schema() -> dict[str, Any]:
    """Return the JSON Schemas of the goods and of a verdict."""
    return {"goods": GOODS, "verdict": retax.verdict_schema()}


async def send(path: str, sent: Any) -> None:
    from httpx import ASGITransport, AsyncClient

    async with AsyncClient(transport=ASGITransport(app), base_url="http://retax") as client:
        answer = await client.post(path, json=sent)
    print(answer.status_code, answer.text[:200])


if __name__ == "__main__" and len(sys.argv) > 1:
    uvicorn.run(app, port=int(sys.argv[1]))
elif __name__ == "__main__":
    returns = json.loads(Path(__file__).with_name("returns.json").read_text("utf-8"))
    asyncio.run(send("/check-lines?settled=rest-day=lenient", returns))
    asyncio.run(send("/check", {"退运原因": "丢失"}))
    asyncio.run(send("/check?settled=rest-day=perhaps", returns[0]))
