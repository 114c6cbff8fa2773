"""Draw docs/images/command.png: ``retax check`` on a terminal.

Needs Chromium and pillow: ``python docs/images/command.py``.
"""

import io
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from PIL import Image, ImageChops
from rich.console import Console

from retax.desk.files import read
from retax.desk.judged import Asked, accepted, beyond, judged
from retax.desk.terminal import show

HERE = Path(__file__).parent
EXAMPLE = HERE.parent.parent / "examples" / "30_workbook_in_workbook_out.py"
SHOWN = (2, 3, 4, 5, 8, 9, 11)
STATED = {"is_food": False, "same_form": True, "parts_added": False, "processed": False}
PAGE = """<meta charset="utf-8"><style>body {{ margin: 14px; background: #fff; }}
pre {{ font: 15px/20px "Noto Sans Mono CJK SC", monospace; margin: 0; }} {stylesheet}</style>
<pre><b>$ retax check returns.xlsx --as-of 2026-08-01</b>
{code}</pre>"""

with tempfile.TemporaryDirectory() as folder:
    file = Path(folder, "verdicts.xlsx")  # the rows stand in it as they were
    subprocess.run([sys.executable, EXAMPLE, file], check=True, stdout=subprocess.DEVNULL)
    rows = [row for row in read(str(file)).rows if row.number in SHOWN]
    lines = list(accepted(rows, STATED))
    terminal = Console(record=True, width=100, file=io.StringIO(), force_terminal=True)
    show(terminal, judged(lines, Asked(as_of=date(2026, 8, 1)), beyond(lines)), "zh")
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
