"""Draw docs/images/verdicts.png: the workbook of examples/30_workbook_in_workbook_out.py.

Needs LibreOffice, pdftoppm, openpyxl and pillow: ``python docs/images/verdicts.py``.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl
from openpyxl.worksheet.dimensions import ColumnDimension
from PIL import Image, ImageChops

HERE = Path(__file__).parent
EXAMPLE = HERE.parent.parent / "examples" / "30_workbook_in_workbook_out.py"
SHOWN = ("业务编号", "商品名称", "监管方式代码", "退运原因", "结论", "超量退运", "期限届满日",
         "剩余天数", "判定依据", "待补要素", "待核口径", "待办事项")  # fmt: skip
ROWS = 11

with tempfile.TemporaryDirectory() as folder:
    file = Path(folder) / "verdicts.xlsx"
    subprocess.run([sys.executable, EXAMPLE, file], check=True)
    workbook = openpyxl.load_workbook(file)
    sheet, summary = workbook.worksheets
    workbook.remove(summary)
    ranges = [(d.min, d.max, d.width) for d in sheet.column_dimensions.values()]
    for first, last, width in ranges:  # openpyxl keeps equal neighbours as one
        for column in range(first, last + 1):
            cell = sheet.cell(1, column)
            sheet.column_dimensions[cell.column_letter] = ColumnDimension(
                sheet, cell.column_letter, width, hidden=cell.value not in SHOWN
            )
    for row in range(2, ROWS + 1):  # as high as the columns shown need
        texts = [str(c.value or "") for c in sheet[row] if sheet[1][c.column - 1].value in SHOWN]
        lines = max(sum(1 + len(line) // 24 for line in text.split("\n")) for text in texts)
        sheet.row_dimensions[row].height = 14 * min(lines, 6) + 3
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
