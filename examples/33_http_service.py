"""retax over HTTP, for callers in any language: POST one line of goods or a list of them.

    python examples/33_http_service.py 8000  # serves; http://127.0.0.1:8000/docs shows the goods

Without a port the example posts to itself (with httpx) and prints the answers.
"""

import asyncio
import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import uvicorn
from fastapi import Body, FastAPI, Response
from fastapi.responses import JSONResponse

from retax import Lang, ValidationError, check_many, goods_schema, verdict_schema

app = FastAPI(title="retax", description="Do returned goods come in free of import tax?")
GOODS = goods_schema()
LINES = {"oneOf": [GOODS, {"type": "array", "items": GOODS}]}
BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": LINES}}}}


@app.post("/check", openapi_extra=BODY)
def judge(goods: Annotated[Any, Body()], as_of: date | None = None, lang: Lang = "zh") -> Response:
    """Judge one line or a list; a line that cannot be read is an error in its own place."""
    lines = goods if isinstance(goods, list) else [goods]
    answers = [
        {"error": "；".join(said["ctx"][lang] for said in answer.errors())}
        if isinstance(answer, ValidationError)
        else answer.to_dict(lang)
        for answer in check_many(lines, "return", as_of=as_of)
    ]
    if isinstance(goods, list):
        return JSONResponse(answers)
    return JSONResponse(answers[0], status_code=422 if "error" in answers[0] else 200)


@app.get("/schema")
def schema() -> dict[str, Any]:
    """Return the JSON Schemas of the goods and of a verdict."""
    return {"goods": GOODS, "verdict": verdict_schema()}


if __name__ == "__main__" and len(sys.argv) > 1:
    uvicorn.run(app, port=int(sys.argv[1]))
elif __name__ == "__main__":
    from httpx import ASGITransport, AsyncClient

    async def post(body: Any) -> None:
        async with AsyncClient(transport=ASGITransport(app), base_url="http://retax") as client:
            answer = await client.post("/check", json=body)
        print(answer.status_code, answer.text[:200])

    asyncio.run(post(json.loads(Path(__file__).with_name("returns.json").read_text("utf-8"))))
    asyncio.run(post({"退运原因": "丢失"}))
