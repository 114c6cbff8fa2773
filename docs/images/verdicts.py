"""Draw docs/images/verdicts.png: the workbook of examples/30_workbook_in_workbook_out.py.

Needs LibreOffice, pdftoppm, openpyxl and pillow: ``python docs/images/verdicts.py``.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl
from PIL import Image, ImageChops

HERE = Path(__file__).parent
EXAMPLE = HERE.parent.parent / "examples" / "30_workbook_in_workbook_out.py"
with tempfile.TemporaryDirectory() as folder:
    file = Path(folder) / "verdicts.xlsx"
    subprocess.run([sys.executable, EXAMPLE, file], check=True)
    workbook = openpyxl.load_workbook(file)
    sheet = workbook.active
    for other in [each for each in workbook.worksheets if each is not sheet]:
        workbook.remove(other)
    sheet.print_title_rows = sheet.print_title_cols = None
    sheet.page_setup.paperSize = 8  # A3
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    sheet.oddFooter.left.text = sheet.oddFooter.right.text = None
    workbook.save(file)
    office = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    subprocess.run([*office, "--convert-to", "pdf", "--outdir", folder, file], check=True)
    page = Path(folder) / "page"
    pdf = file.with_suffix(".pdf")
    subprocess.run(["pdftoppm", "-r", "130", "-singlefile", "-png", pdf, page], check=True)
    drawn = Image.open(page.with_suffix(".png")).convert("RGB")
    edge = ImageChops.difference(drawn, Image.new("RGB", drawn.size, "white")).getbbox()
    left, top, right, bottom = edge or (0, 0, *drawn.size)
    cropped = drawn.crop((left - 8, top - 8, right + 8, bottom + 8))
    cropped.quantize(256, Image.Quantize.MAXCOVERAGE).save(HERE / "verdicts.png", optimize=True)
