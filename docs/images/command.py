"""Draw docs/images/command.png: what ``retax check`` prints on a terminal.

Needs Chromium, openpyxl and pillow: ``python docs/images/command.py``.
"""

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl
from PIL import Image, ImageChops
from rich.console import Console
from rich.text import Text

from retax.desk.readers.open_source import open_source

HERE = Path(__file__).parent
EXAMPLE = HERE.parent.parent / "examples" / "30_workbook_in_workbook_out.py"
CHOSEN = (2, 3, 4, 5, 8, 9, 11)
"""The rows of the example that make the workbook of this picture, one a result."""
FILLED_IN = {"是否食品": "否", "最小商品形态基本一致": "是",
             "增加或更换配件、部件": "否", "加工、改装": "否"}  # fmt: skip
COMMAND = ("check", "returns.xlsx", "--as-of", "2026-08-01")
TERMINAL = {"COLUMNS": "100", "FORCE_COLOR": "1", "TERM": "xterm-256color", "LC_ALL": "zh_CN.UTF-8"}
PAGE = """<meta charset="utf-8"><style>body {{ margin: 14px; background: #fff; }}
pre {{ font: 15px/20px "Noto Sans Mono CJK SC", monospace; margin: 0; }} {stylesheet}</style>
<pre><b>$ retax COMMAND</b>
{code}</pre>""".replace("COMMAND", " ".join(COMMAND))


def write_returns(file: Path, verdicts: Path) -> None:
    """Write the chosen rows of the example as a workbook of their own."""
    source = open_source(str(verdicts))  # the rows stand in it as they were
    workbook = openpyxl.Workbook()
    workbook.active.append([*source.headings, *FILLED_IN])
    for row in source.rows:
        if row.number in CHOSEN:
            workbook.active.append([*row.cells, *FILLED_IN.values()])
    workbook.save(file)


with tempfile.TemporaryDirectory() as folder:
    verdicts, returns = Path(folder, "verdicts.xlsx"), Path(folder, "returns.xlsx")
    subprocess.run([sys.executable, EXAMPLE, verdicts], check=True, stdout=subprocess.DEVNULL)
    write_returns(returns, verdicts)
    retax = [sys.executable, "-m", "retax", *COMMAND, "--format", "table"]  # as on a terminal
    told = subprocess.run(
        retax, cwd=folder, env={**os.environ, **TERMINAL}, capture_output=True, check=False
    )
    *_, notes = told.stderr.decode("utf-8").split("\x1b[2K")  # the bar has been wiped out
    terminal = Console(record=True, width=100, file=io.StringIO(), force_terminal=True)
    terminal.print(Text.from_ansi(told.stdout.decode("utf-8") + notes))
    page, picture = Path(folder, "page.html"), Path(folder, "page.png")
    html = terminal.export_html(code_format=PAGE).replace("─", "-")  # two wide in this font
    page.write_text(html, encoding="utf-8")
    browser = ["chromium", "--headless", "--no-sandbox", "--hide-scrollbars"]
    size = ["--window-size=960,1400", f"--screenshot={picture}"]
    subprocess.run([*browser, *size, page.as_uri()], check=True, capture_output=True)
    drawn = Image.open(picture).convert("RGB")
    edge = ImageChops.difference(drawn, Image.new("RGB", drawn.size, "white")).getbbox()
    left, top, right, bottom = edge or (0, 0, *drawn.size)
    cropped = drawn.crop((left - 10, top - 10, right + 10, bottom + 10))
    cropped.quantize(200).save(HERE / "command.png", optimize=True)
