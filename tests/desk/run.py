"""The command as its users run it: real files, what it writes and what it returns.

``run`` stays in this process, which is quick; ``run_program`` starts ``python -m retax``. A test
compares the two over every command.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from retax.desk.command.cli import main
from retax.desk.exit_codes import CRASHED

ENVIRONMENT = {"PYTHONIOENCODING": "utf-8", "LC_ALL": "zh_CN.UTF-8", "RETAX_DEBUG": "1"}


class Done(NamedTuple):
    """What a run left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    def objects(self) -> list[dict[str, Any]]:
        """Read standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def run(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **env: str) -> Done:
    """Run the command, in Chinese unless the environment says otherwise."""
    out, err, given = _stream(), _stream(), _stream(stdin)
    with (
        patch.dict(os.environ, {**ENVIRONMENT, **env}),
        patch.object(sys, "stdin", given),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        contextlib.chdir(cwd or Path.cwd()),
    ):
        code = main([*map(str, arguments)])
    assert code != CRASHED, _text(err)
    return Done(code, _text(out), _text(err))


def _stream(content: bytes = b"") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8")


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read().replace("\r\n", "\n")


def run_program(
    *arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **env: str
) -> Done:
    """Run ``python -m retax`` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "retax", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env={**os.environ, **ENVIRONMENT, **env},
        check=False,
        timeout=120,
        cwd=cwd,
    )
    out, err = (stream.decode(errors="replace") for stream in (done.stdout, done.stderr))
    assert "Traceback" not in err, err
    return Done(done.returncode, out.replace("\r\n", "\n"), err.replace("\r\n", "\n"))
