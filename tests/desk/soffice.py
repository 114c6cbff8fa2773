"""LibreOffice, where it is installed: whether another program opens what the desk writes."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which

import pytest


def converted(file: Path, kind: str) -> Path:
    """Convert a file in its folder to another kind; skips the test without LibreOffice."""
    program = which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    folder = file.parent / "converted"
    subprocess.run(
        [
            program,
            f"-env:UserInstallation=file://{file.parent / 'profile'}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            str(file),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / f"{file.stem}.{kind}"
