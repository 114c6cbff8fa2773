"""The command as its users run it: a process of its own, real files, what it writes and returns."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple


class Done(NamedTuple):
    """What a run left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    def objects(self) -> list[dict[str, Any]]:
        """Read standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def run(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **env: str) -> Done:
    """Run ``python -m retax`` in Chinese unless the environment says otherwise."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "retax", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "LC_ALL": "zh_CN.UTF-8", **env},
        check=False,
        timeout=120,
        cwd=cwd,
    )
    out, err = (stream.decode(errors="replace") for stream in (done.stdout, done.stderr))
    assert "Traceback" not in err, err
    return Done(done.returncode, out.replace("\r\n", "\n"), err.replace("\r\n", "\n"))
