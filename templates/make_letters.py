"""Makes the Word templates of the letters: `python templates/make_letters.py`.

The wording that stands in every letter is here; what differs from letter to letter comes in by
the fields of ``retax.desk.letters``. The .docx are kept in src/retax/desk/letters/templates, and a
test holds them to this file.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TypeVar

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import CharacterStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FOLDER = Path(__file__).parent.parent / "src" / "retax" / "desk" / "letters" / "templates"

TITLE, HEADING, BODY, IN_TABLE = "黑体", "黑体", "仿宋", "宋体"
WIDTH = 160
"""Of the text, in millimetres: A4 less two margins of 25."""
DATED = datetime(2026, 1, 1)
"""The date of every template and of its parts: a run without changes leaves them as they are."""

Column = tuple[str, str, int]
"""The heading of a column, what stands in it, and its width in millimetres."""


# -- the letters -----------------------------------------------------------------------------------

DAY_OF_SEAL = "签章日期："
ADDRESS = "致：＿＿＿＿＿＿＿＿海关"
TRUTH = "本企业对所提交材料的真实性承担法律责任。"

GOODS: tuple[Column, ...] = (
    ("序号", "{{ line.number }}", 12),
    ("项号", "{{ line.export_item }}", 12),
    ("商品名称", "{{ line.goods_name or '＿＿＿＿' }}", 42),
    ("货号", "{{ line.sku }}", 24),
    ("商品编码", "{{ line.hs_code }}", 32),
    ("出口数量", "{{ line.exported_quantity }}", 18),
    ("本次退运", "{{ line.returned_quantity }}", 20),
)


def self_declaration(letter: Letter) -> None:
    """Write the enterprise's declaration that the goods are unsold (Article 4)."""
    letter.opens()
    letter.says(
        "本企业以跨境电子商务方式申报出口的下列商品（出口单证号：{{ export_entry }}）因滞销退运，"
        "现声明如下："
    )
    letter.heads("一、退运商品")
    letter.table(GOODS, "line in lines")
    letter.heads("二、退运原因")
    letter.each("reason in reasons", "上述商品的退运原因为：{{ reason }}。")
    letter.heads("三、有关情况")
    letter.numbered("statement in circumstances")
    letter.signed("四、承诺", "本企业承诺上述商品确因滞销退运，以上声明属实。" + TRUTH)
    letter.small("编制日期：{{ date }}")


def reason_statement(letter: Letter) -> None:
    """Write why the goods come back, with the evidence at hand (Article 4)."""
    letter.opens()
    letter.says(
        "本企业以跨境电子商务方式申报出口的下列商品（出口单证号：{{ export_entry }}）退运进境，"
        "退运原因说明如下："
    )
    letter.heads("一、退运商品")
    letter.table(GOODS, "line in lines")
    letter.heads("二、退运原因")
    letter.each("reason in reasons", "上述商品的退运原因为：{{ reason }}。")
    letter.each("papers in evidence", "有关证明材料：{{ papers }}。")
    letter.heads("三、有关情况")
    letter.numbered("statement in circumstances")
    letter.signed("四、承诺", "以上说明属实。" + TRUTH)
    letter.small("编制日期：{{ date }}")


def checklist(letter: Letter) -> None:
    """Write the papers to file, and what is still to be done."""
    letter.opens(addressed=False)
    letter.says("出口单证号：{{ export_entry }}", indented=False)
    letter.heads("一、退运商品")
    letter.table(GOODS, "line in lines")
    letter.heads("二、单证")
    letter.table(
        (
            ("序号", "{{ loop.index }}", 12),
            ("单证", "{{ paper.name }}", 54),
            ("依据", "{{ paper.basis }}", 28),
            ("要求", "{{ paper.certainty }}", 28),
            ("备齐情况", "{{ paper.held }}", 38),
        ),
        "paper in documents",
    )
    letter.only_if("actions")
    letter.heads("三、待办事项")
    letter.numbered("action in actions")
    letter.end_if()
    letter.says("")
    letter.says(
        "经办人：＿＿＿＿＿＿　　复核人：＿＿＿＿＿＿　　复核日期：＿＿＿＿＿＿", indented=False
    )
    letter.small("编制日期：{{ date }}")


MATCHES: tuple[Column, ...] = (
    ("序号", "{{ line.number }}", 12),
    ("项号", "{{ line.export_item }}", 12),
    ("商品名称及货号", "{{ line.goods_name }} {{ line.sku }}", 36),
    ("本次退运", "{{ line.returned_quantity }}", 18),
    ("对应方式", "{{ line.attribution }}", 22),
    ("对应凭据", "{{ line.match or '＿＿＿＿＿＿' }}", 60),
)

MATERIALS = (
    *("生产或发货批次记录", "序列号、箱号（LPN）记录", "海外仓出入库记录、库存盘点表"),
    *("平台订单及退货记录", "运单、离境及退运物流记录", "出口台账及本次对应结果"),
)
"""What may show by which export paper units left."""


def match_list(letter: Letter) -> None:
    """Write what shows that the goods are those of the export paper, line by line."""
    letter.opens()
    letter.says(
        "本企业就出口单证号 {{ export_entry }} 项下退运商品，将可证明退运商品与原出口商品一致的材料"
        "列示如下："
    )
    letter.heads("一、逐项对应情况")
    letter.table(MATCHES, "line in lines")
    letter.heads("二、随附材料")
    for number, material in enumerate(MATERIALS, start=1):
        letter.says(f"{number}. {material}：□ 随附，共＿＿份；□ 不适用。")
    letter.signed("三、声明", "本企业声明上述对应情况与本企业记录一致。" + TRUTH)
    letter.small("编制日期：{{ date }}")


def file_note(letter: Letter) -> None:
    """Write why the goods come in free of tax, clause by clause, for customs."""
    letter.opens()
    letter.says(
        "本企业以跨境电子商务方式申报出口的下列商品（出口单证号：{{ export_entry }}）退运进境，"
        "现申请按下述公告办理退运免税手续，有关情况说明如下："
    )
    letter.heads("一、依据")
    letter.each("cited in basis", "{{ cited }}。")
    letter.heads("二、申请事项")
    letter.numbered("request in requests")
    letter.heads("三、退运商品")
    letter.table(GOODS, "line in lines")
    letter.heads("四、基本事实")
    letter.says("（一）单证记载的事项。除（二）中由本企业声明的以外，上表和下表均按单证填写：")
    letter.table(
        (("事项", "{{ fact.label }}", 50), ("单证记载", "{{ fact.value }}", 110)),
        "fact in papers_say",
    )
    letter.says("（二）企业声明的事项：", after_table=True)
    letter.numbered("statement in enterprise_states")
    letter.heads("五、期限计算")
    letter.each("counted in period", "{{ counted }}。")
    letter.heads("六、逐条对照")
    letter.table(
        (
            ("条款", "{{ clause.article or '—' }}", 18),
            ("条件", "{{ clause.condition }}", 44),
            ("本批商品情况", "{{ clause.statement }}", 72),
            ("结果", "{{ clause.outcome }}", 26),
        ),
        "clause in clauses",
    )
    letter.only_if("ordinary")
    letter.each("way in ordinary", "{{ way }}。")
    letter.end_if()
    letter.heads("七、出口退税及证明")
    letter.each("refunded in refund", "{{ refunded }}。")
    letter.heads("八、单证一览")
    letter.table(
        (
            ("序号", "{{ loop.index }}", 12),
            ("单证", "{{ paper.name }}", 72),
            ("依据", "{{ paper.basis or '—' }}", 40),
            ("提交情况", "{{ paper.state }}", 36),
        ),
        "paper in enclosed",
    )
    letter.signed("九、承诺", "以上情况属实。" + TRUTH)
    letter.small("编制日期：{{ date }}")
    letter.foots("retax {{ version }}　法规核对至{{ law_reviewed_on }}")


def consultation(letter: Letter) -> None:
    """Write what customs is asked: the facts, the question, both readings and the grounds."""
    letter.opens()
    letter.says(
        "本企业以跨境电子商务方式申报出口的下列商品（出口单证号：{{ export_entry }}）退运进境，"
        "对下述事项的适用口径尚不明确，特此咨询，请予答复。"
    )
    letter.heads("一、依据")
    letter.each("cited in basis", "{{ cited }}。")
    letter.heads("二、退运商品")
    letter.table(GOODS, "line in lines")
    letter.heads("三、基本事实")
    letter.says("（一）单证记载的事项：")
    letter.table(
        (("事项", "{{ fact.label }}", 50), ("单证记载", "{{ fact.value }}", 110)),
        "fact in papers_say",
    )
    letter.says("（二）企业声明的事项：", after_table=True)
    letter.numbered("statement in enterprise_states")
    letter.heads("四、咨询事项")
    letter.mark("{%p for question in questions %}")
    letter.says("{{ loop.index }}. {{ question.asks }}")
    letter.says("理解之一：{{ question.strict }}。")
    letter.says("理解之二：{{ question.lenient }}。")
    letter.says("不明确之处：{{ question.grounds }}。")
    letter.mark("{%p endfor %}")
    letter.signed(
        "五、办理", "上述事项以贵关答复为准，本企业据以办理退运手续。以上情况属实。" + TRUTH
    )
    letter.small("编制日期：{{ date }}")


EACH_NAME = "{%p for name in line.names %}\n{{ name }}\n{%p endfor %}"
EACH_ASK = "{%p for ask in line.asks %}\n{{ loop.index }}. {{ ask }}\n{%p endfor %}"
"""What a line is called, and what is asked of it, a paragraph each."""


def missing_facts(letter: Letter) -> None:
    """Write what is still to be told of the goods, for who knows it."""
    letter.opens(addressed=False)
    letter.says(
        "下列退运商品能否免税进境，尚缺所列资料，无法判断。请逐项填写后退回；不清楚的请注明，"
        "不要猜填。"
    )
    letter.table(
        (
            ("行号", "{{ line.row }}", 11),
            ("商品", EACH_NAME, 38),
            ("期限届满日", "{{ line.last_day }}", 26),
            ("待补资料", EACH_ASK, 61),
            ("答复", "", 24),
        ),
        "line in missing",
    )
    letter.says("", after_table=True)
    letter.says(
        "填写人：＿＿＿＿＿＿　　联系电话：＿＿＿＿＿＿　　填写日期：＿＿＿＿＿＿", indented=False
    )
    letter.says(
        "请回复至：{{ contact or '＿＿＿＿＿＿' }}　　电话：{{ telephone or '＿＿＿＿＿＿＿＿' }}",
        indented=False,
    )
    letter.small("编制日期：{{ date }}")


# -- how they look ---------------------------------------------------------------------------------

Typed = TypeVar("Typed", Run, CharacterStyle)


class Letter:
    """A letter in the making: A4, numbered pages, Chinese type."""

    def __init__(self) -> None:
        self.document: WordDocument = Document()
        about = self.document.core_properties
        about.author, about.comments, about.title = "retax", "", ""
        about.created = about.modified = DATED
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm((210 - WIDTH) / 2)
        section.top_margin = section.bottom_margin = Mm(25)
        typed(self.document.styles["Normal"], BODY, 12)
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for text, field in (("第 ", "PAGE"), (" 页　共 ", "NUMPAGES")):
            typed(footer.add_run(text), IN_TABLE, 9)
            numbered(typed(footer.add_run("1"), IN_TABLE, 9), field)
        typed(footer.add_run(" 页"), IN_TABLE, 9)

    def opens(self, *, addressed: bool = True) -> None:
        """Open with the title, the customs office to fill in, and the enterprise."""
        title = self.paragraph("{{ title }}", TITLE, 18)
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.space_after = Pt(12)
        if addressed:
            self.says(ADDRESS, indented=False)
        self.says("企业名称：{{ enterprise or '＿＿＿＿＿＿＿＿＿＿＿＿' }}", indented=False)
        self.says(
            "统一社会信用代码：{{ enterprise_code or '＿＿＿＿＿＿＿＿＿＿＿＿' }}", indented=False
        )
        if addressed:
            self.says("申报单位：{{ broker or '＿＿＿＿＿＿＿＿＿＿＿＿' }}", indented=False)

    def foots(self, text: str) -> None:
        """Add a line under the number of every page."""
        line = self.document.sections[0].footer.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        typed(line.add_run(text), IN_TABLE, 8)

    def heads(self, text: str) -> None:
        """Add a heading, kept with what follows."""
        heading = self.paragraph(text, HEADING, 12)
        heading.paragraph_format.space_before = Pt(8)
        heading.paragraph_format.keep_with_next = True

    def says(self, text: str, *, indented: bool = True, after_table: bool = False) -> None:
        """Add a paragraph of the body, its first line indented by two characters."""
        paragraph = self.paragraph(text, BODY, 12)
        if after_table:
            paragraph.paragraph_format.space_before = Pt(8)
        if indented:
            paragraph.paragraph_format.first_line_indent = Pt(24)

    def small(self, text: str) -> None:
        """Add small print."""
        self.paragraph(text, IN_TABLE, 9).paragraph_format.space_before = Pt(18)

    def each(self, loop: str, text: str) -> None:
        """Add a paragraph for each item of a list."""
        self.mark(f"{{%p for {loop} %}}")
        self.says(text)
        self.mark("{%p endfor %}")

    def numbered(self, loop: str) -> None:
        """Add a numbered paragraph for each item of a list, the last with a full stop."""
        item = loop.split()[0]
        end = "{{ '。' if loop.last else '；' }}"
        self.each(loop, f"{{{{ loop.index }}}}. {{{{ {item} }}}}{end}")

    def only_if(self, field: str) -> None:
        """Begin what stands only where a field holds something."""
        self.mark(f"{{%p if {field} %}}")

    def end_if(self) -> None:
        """End what stands only where a field holds something."""
        self.mark("{%p endif %}")

    def mark(self, text: str) -> None:
        """Add a mark of the template; its paragraph goes when it is filled in."""
        self.paragraph(text, BODY, 12)

    def paragraph(self, text: str, font: str, size: float) -> Paragraph:
        """Add a paragraph in one font."""
        paragraph = self.document.add_paragraph()
        typed(paragraph.add_run(text), font, size)
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.line_spacing = 1.3
        return paragraph

    def table(self, columns: Sequence[Column], loop: str) -> None:
        """Add a bordered table, a row an item; its heading is repeated on every page."""
        table = self.document.add_table(rows=4, cols=len(columns))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for at, (heading, text, width) in enumerate(columns):
            table.columns[at].width = Mm(width)
            for row in table.rows:
                row.cells[at].width = Mm(width)
            kept = fill(table.rows[0].cells[at], heading, HEADING, centred=True)
            kept.paragraph_format.keep_with_next = True
            fill(table.rows[2].cells[at], text, IN_TABLE, centred=width <= 30)
        fill(table.rows[1].cells[0], f"{{%tr for {loop} %}}", IN_TABLE)
        fill(table.rows[3].cells[0], "{%tr endfor %}", IN_TABLE)
        flag(table, 0, "w:tblHeader")
        flag(table, 0, "w:cantSplit")
        flag(table, 2, "w:cantSplit")

    def signed(self, heading: str, truth: str) -> None:
        """Add the word for the truth of it all and where to sign: never on a page alone."""
        self.heads(heading)
        self.says(truth)
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        for text in (
            "",
            "企业（盖章）：＿＿＿＿＿＿＿＿＿＿",
            "法定代表人或授权人（签字）：＿＿＿＿＿＿",
            "联系人：{{ contact or '＿＿＿＿＿＿' }}　电话：{{ telephone or '＿＿＿＿＿＿＿＿' }}",
            f"{DAY_OF_SEAL}＿＿＿＿年＿＿月＿＿日",
        ):
            paragraph = self.paragraph(text, BODY, 12)
            paragraph.paragraph_format.left_indent = Mm(60)
            paragraph.paragraph_format.keep_with_next = not text.startswith(DAY_OF_SEAL)


def fill(cell: _Cell, text: str, font: str, *, centred: bool = False) -> Paragraph:
    """Put a text into a cell, a line a paragraph, and return the first."""
    for at, line in enumerate(text.split("\n")):
        paragraph: Paragraph = cell.add_paragraph() if at else cell.paragraphs[0]
        typed(paragraph.add_run(line), font, 10)
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    first: Paragraph = cell.paragraphs[0]
    return first


def flag(table: Table, row: int, name: str) -> None:
    """Set a property of a row that python-docx has no name for."""
    table.rows[row]._tr.get_or_add_trPr().append(OxmlElement(name))


def typed(run: Typed, font: str, size: float) -> Typed:
    """Set the font of a run or style, for Chinese characters too."""
    run.font.name, run.font.size = font, Pt(size)
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def numbered(run: Run, field: str) -> None:
    """Turn a run into a field such as the page number."""
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), field)
    run._r.addprevious(simple)
    simple.append(run._r)


LETTERS: Mapping[str, Callable[[Letter], None]] = {
    "self_declaration": self_declaration,
    "reason_statement": reason_statement,
    "checklist": checklist,
    "file_note": file_note,
    "match_list": match_list,
    "consultation": consultation,
    "missing_facts": missing_facts,
}
"""Every kind of letter and what stands in it."""


def make(folder: Path) -> None:
    """Write every template into a folder."""
    for kind, write in LETTERS.items():
        letter = Letter()
        write(letter)
        save(letter, folder / f"{kind}.docx")


def save(letter: Letter, file: Path) -> None:
    """Write a letter with the same date on all its parts; python-docx writes the time it is."""
    written = BytesIO()
    letter.document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(file, "w") as dated:
        for part in parts.infolist():
            content = parts.read(part)
            part.date_time = DATED.timetuple()[:6]
            dated.writestr(part, content)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
