from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION

from desk.letters.addressed import (
    CODE,
    OF_STATUS,
    ON,
    addressed,
    heads_of,
    letters,
    lines_of,
    text_of,
)
from retax import QUESTIONS, Status
from retax.desk.letters import FIELDS, KINDS, Contact, LetterKind, group_letters, write_letters
from retax.desk.letters.dates import write_day
from retax.desk.letters.docx import DRAFT_MARK, _write_document
from retax.desk.source import DeskError
from retax.desk.write_errors import Unwritable
from retax.law.cross_border.announcements import LAW_REVIEWED_ON
from samples import LIST_NUMBER

HOSTILE = "A&B <C> {{x}} {% endfor %} {_{y}_} \"'“”</w:t>"
DRAFT = {"damaged": True}


def written(folder: Path, *given: Mapping[str, Any], **options: Any) -> list[Path]:
    template = options.pop("template", None)
    return write_letters(letters(*given, **options), folder, template)


@pytest.fixture
def template(tmp_path: Path) -> Callable[..., Path]:
    def make(*paragraphs: str, head: str = "") -> Path:
        document = Document()
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        document.sections[0].header.paragraphs[0].text = head
        path = tmp_path / "我的模板.docx"
        document.save(str(path))
        return path

    return make


# -- the templates that come along ----------------------------------------------------------------

SECTIONS: Mapping[LetterKind, tuple[str, ...]] = {
    "self_declaration": ("退运商品", "退运原因", "有关情况", "承诺"),
    "reason_statement": ("退运商品", "退运原因", "有关情况", "承诺"),
    "checklist": ("退运商品", "单证"),
    "match_list": ("逐项对应情况", "随附材料", "声明"),
    "file_note": (
        "依据",
        "申请事项",
        "退运商品",
        "基本事实",
        "期限计算",
        "逐条对照",
        "出口退税及证明",
        "单证一览",
        "承诺",
    ),
    "consultation": ("依据", "退运商品", "基本事实", "咨询事项", "办理"),
    "missing_facts": (),
}
STATUS_FOR: Mapping[LetterKind, Status] = {
    "consultation": "needs_review",
    "missing_facts": "needs_facts",
}
"""What a line comes to that a letter of a kind is for, where it is no letter of a yes."""


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_of_each_kind_is_filled_in_and_can_be_read_back(
    kind: LetterKind, tmp_path: Path
) -> None:
    reason = "unsold" if kind == "self_declaration" else "customer_return"
    line = addressed(reason=reason, goods_name="毛绒玩具")
    spoiled = OF_STATUS[STATUS_FOR.get(kind, "eligible")]
    (path,) = written(tmp_path, {**line, **spoiled}, kinds=[kind])
    said = text_of(path)
    assert said.startswith(KINDS[kind].zh)
    assert tuple(re.findall("^[一二三四五六七八九]、(.+)$", said, re.M)) == SECTIONS[kind]
    for part in ("宁波远航电子商务有限公司", CODE, LIST_NUMBER, "毛绒玩具", "2026年7月20日"):
        assert part in said
    assert "{" not in said
    assert "草" not in said + heads_of(path)
    if kind not in ("checklist", "missing_facts"):
        assert "本企业对所提交材料的真实性承担法律责任。" in said
        assert re.search(
            "企业（盖章）：＿.*\n法定代表人或授权人（签字）：＿.*\n联系人：＿.*\n签章日期：＿", said
        )
    assert "retax" not in said
    feet = "".join(p.text for s in Document(str(path)).sections for p in s.footer.paragraphs)
    release = rf"retax \d+(\.\d+)*　法规核对至{write_day(LAW_REVIEWED_ON)}"
    assert bool(re.search(f"{release}$", feet)) == (kind == "file_note")
    assert "dev" not in feet


def test_a_quantity_has_its_unit_once(tmp_path: Path) -> None:
    units = addressed(unit="件", exported_quantity=100, returned_quantity=10)
    for path in written(tmp_path, units, kinds=["match_list", "file_note"]):
        assert re.search("\t10 件\t|\t10 件\n", text_of(path))
        assert "件 件" not in text_of(path)


def test_many_lines_are_in_one_table(tmp_path: Path) -> None:
    lines = [addressed(export_item=n, goods_name=f"玩具{n}") for n in range(1, 121)]
    (path,) = written(tmp_path, *lines, kinds=["file_note"])
    rows = re.findall(r"^(\d+)\t(\d+)\t玩具(\d+)\t", text_of(path), re.M)
    assert rows == [(str(n), str(n), str(n)) for n in range(1, 121)]


def test_what_is_still_to_be_done_is_only_in_the_checklist(tmp_path: Path) -> None:
    for path in written(tmp_path, addressed(export_refund="refunded")):
        assert ("待办事项" in text_of(path)) == ("清单" in path.name)
        assert ("补缴（或冲减）" in text_of(path)) == ("清单" in path.name)


def test_a_letter_says_in_its_properties_what_it_is_and_whose(tmp_path: Path) -> None:
    (path,) = written(tmp_path, addressed(enterprise="甲\x07" * 200), kinds=["checklist"])
    about = Document(str(path)).core_properties
    assert (about.title, len(about.author), about.author[:2]) == ("退运单证清单", 255, "甲 ")
    assert about.created is not None
    assert f"{about.created:%Y-%m-%d}" == "2026-07-20"


def test_columns_without_a_value_are_left_out_and_the_name_takes_their_room(tmp_path: Path) -> None:
    (path,) = written(tmp_path, addressed(export_item=3, hs_code=None), kinds=["checklist"])
    table = Document(str(path)).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["序号", "项号", "商品名称"]
    assert [round(cell.width.mm) for cell in table.rows[1].cells if cell.width] == [12, 12, 136]
    (full,) = written(tmp_path, addressed(sku="A", unit="件", hs_code="9503002100"),
                      kinds=["checklist"])  # fmt: skip
    headings = [cell.text for cell in Document(str(full)).tables[0].rows[0].cells]
    assert headings == ["序号", "商品名称", "货号", "商品编码"]


def test_a_name_that_is_to_be_filled_in_keeps_its_column(tmp_path: Path) -> None:
    (path,) = written(tmp_path, addressed(goods_name=None, hs_code=None), kinds=["checklist"])
    assert "商品名称\n1\t＿＿＿＿\n" in text_of(path)


def test_a_template_of_ones_own_keeps_its_columns(tmp_path: Path) -> None:
    own = Document()
    table = own.add_table(rows=3, cols=2)
    table.rows[0].cells[0].text = "{%tr for line in lines %}"
    table.rows[1].cells[0].text = "{{ line.sku }}"
    table.rows[2].cells[0].text = "{%tr endfor %}"
    own.save(str(tmp_path / "own.docx"))
    (path,) = written(tmp_path, addressed(), kinds=["checklist"], template=tmp_path / "own.docx")
    assert len(Document(str(path)).tables[0].columns) == 2


def test_customs_is_asked_each_question_once_with_both_readings(tmp_path: Path) -> None:
    recall = addressed(reason="recall", export_item=1)
    (path,) = written(
        tmp_path, recall, {**recall, "export_item": 2, "damaged": True}, kinds=["consultation"]
    )
    said = text_of(path)
    for id_ in ("reason:recall", "missing-or-damaged"):
        question = QUESTIONS[id_]
        assert said.count(question.asks.zh) == 1
        for side in (question.strict, question.lenient, question.grounds):
            assert f"：{side.zh}。" in said
    assert "缺件或破损的商品是否仍属原状？（序号2）" in said
    assert "草稿" not in said + path.name


def test_who_has_the_facts_gets_one_list_an_enterprise(tmp_path: Path) -> None:
    unused = addressed(use=None, reference="TH-1")
    other = addressed(use=None, reason=None, export_entry="29102026E000000999", reference="TH-2")
    nameless = addressed(use=None, enterprise=None, export_entry=None, enterprise_code="12")
    first, second = written(tmp_path, unused, other, nameless, kinds=["missing_facts"])
    assert [path.parent.name for path in (first, second)] == [
        "宁波远航电子商务有限公司",
        "未填企业名称",
    ]
    assert {path.name for path in (first, second)} == {"待补资料清单.docx"}
    said = text_of(first)
    assert f"2\tTH-1\n毛绒玩具\n{LIST_NUMBER}\t2026年9月3日\t1. 使用情况：" in said
    assert "TH-2" in said
    assert "退运原因：" in said


def test_a_letter_says_who_answers_for_it(tmp_path: Path) -> None:
    contact = Contact("张三", "0574-1", "宁波报关行")
    lines = lines_of(addressed())
    paths = write_letters(group_letters(lines, on=ON, contact=contact), tmp_path)
    for path in paths:
        said = text_of(path)
        to_customs = "致：" in said
        assert ("联系人：张三　电话：0574-1" in said) == to_customs
        assert ("申报单位：宁波报关行" in said) == to_customs
    (blank, *_) = written(tmp_path, addressed(), kinds=["file_note"])
    assert "联系人：＿＿＿＿＿＿　电话：＿" in text_of(blank)


# -- drafts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("spoiled", [DRAFT, {"export_refund": "claimed"}])
def test_a_draft_says_so_in_title_name_and_at_the_head(
    spoiled: Mapping[str, Any], tmp_path: Path
) -> None:
    paths = written(tmp_path, addressed(spoiled))
    drafts = [path for path in paths if "咨询函" not in path.name]
    assert len(drafts) == 3
    for path in drafts:
        assert path.stem.endswith("（草稿）")
        assert text_of(path).splitlines()[0].endswith("（草稿）")
        assert DRAFT_MARK in heads_of(path)


def test_a_draft_is_marked_on_every_page_whatever_the_template(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{{ enterprise }}")
    document.sections[0].header.paragraphs[0].text = "抬头 {{ date }}"
    document.sections[0].different_first_page_header_footer = True
    document.add_section(WD_SECTION.NEW_PAGE)  # its head is that of the section before
    document.add_section(WD_SECTION.NEW_PAGE).header.is_linked_to_previous = False
    own = tmp_path / "own.docx"
    document.save(str(own))
    (path,) = written(tmp_path, addressed(DRAFT), kinds=["file_note"], template=own)
    first, second, third = Document(str(path)).sections
    assert [p.text for p in first.header.paragraphs] == [DRAFT_MARK, "抬头 2026年7月20日"]
    assert first.first_page_header.paragraphs[0].text == DRAFT_MARK
    assert first.even_page_header.paragraphs[0].text == DRAFT_MARK
    assert second.header.is_linked_to_previous
    assert third.header.paragraphs[0].text == DRAFT_MARK


# -- names that hold marks ------------------------------------------------------------------------


def test_names_come_out_letter_by_letter(tmp_path: Path) -> None:
    case = addressed(enterprise=HOSTILE, goods_name=HOSTILE, unit=HOSTILE, returned_quantity=3)
    for path in written(tmp_path, case):
        assert f"企业名称：{HOSTILE}\n" in text_of(path)
        assert f"\t{HOSTILE}\t" in text_of(path)
        assert f"3 {HOSTILE}" in text_of(path)


def test_what_xml_cannot_hold_becomes_a_space(tmp_path: Path) -> None:
    name = "甲\x00乙\x0b丙\x1f丁\n戊\t己\ufffe庚"
    (path,) = written(tmp_path, addressed(goods_name=name), kinds=["checklist"])
    assert "\t甲 乙 丙 丁 戊 己 庚\t" in text_of(path)


@pytest.mark.parametrize(
    "enterprise",
    [
        *("../../x", "..\\..\\x", "/etc/passwd", "C:\\x", "CON", "con.", 'a:b*?|<>"', ".甲"),
        *("甲" * 300, "\U00020000" * 300, "a\nb", "-rf", "名 称　公司", "\x00甲"),
    ],
)
def test_a_file_is_named_for_its_letter_wherever_it_is_kept(
    enterprise: str, tmp_path: Path
) -> None:
    folder = tmp_path / "a" / "b"
    (path,) = written(folder, addressed(enterprise=enterprise), kinds=["checklist"])
    assert [path.parent] == [*folder.iterdir()]
    assert [path] == [*path.parent.iterdir()]
    assert {one.name for one in tmp_path.iterdir()} == {"a"}
    assert path.name == f"{LIST_NUMBER}_退运单证清单.docx"
    assert re.fullmatch(r"[\w（）-]+", path.parent.name)
    assert path.parent.name.upper() not in ("CON", "CON_")
    assert len(path.parent.name.encode()) <= 255


def test_no_file_is_overwritten(tmp_path: Path) -> None:
    both = [addressed(enterprise="甲/乙"), addressed(enterprise="甲|乙")]
    paths = [path for _ in range(2) for path in written(tmp_path, *both, kinds=["checklist"])]
    stem = f"{LIST_NUMBER}_退运单证清单"
    assert {path.parent.name for path in paths} == {"甲_乙"}
    assert [path.name for path in paths] == [
        f"{stem}.docx",
        f"{stem}-2.docx",
        f"{stem}-3.docx",
        f"{stem}-4.docx",
    ]
    assert "甲/乙" in text_of(paths[0])
    assert "甲|乙" in text_of(paths[1])


def test_a_folder_that_cannot_be_made_or_written_to_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DeskError) as raised:
        written(tmp_path / "file", addressed())
    assert str(tmp_path / "file") in raised.value.words.zh

    def full(self: object, stream: object) -> None:
        raise OSError(28, f"No space left for {self} in {stream}")

    monkeypatch.setattr(WordDocument, "save", full)
    with pytest.raises(Unwritable, match="cannot be written"):
        _write_document(Document(), tmp_path, "x")


def test_on_a_full_disk_no_letter_is_left_and_no_half_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: list[object] = []
    save = WordDocument.save

    def fill_up(self: WordDocument, stream: Any) -> None:
        saved.append(stream)
        if len(saved) < 3:
            save(self, stream)
        else:
            stream.write(b"half")
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(WordDocument, "save", fill_up)
    with pytest.raises(Unwritable):
        written(tmp_path, addressed(), addressed(enterprise="乙公司"))
    assert len(saved) == 3
    assert list(tmp_path.iterdir()) == []


def test_a_letter_another_run_writes_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link

    def link_too_late(part: Path, path: Path) -> None:
        if not list(tmp_path.rglob("*.docx")):
            path.write_text("of the other run")
        link(part, path)

    monkeypatch.setattr(os, "link", link_too_late)
    (path,) = written(tmp_path, addressed(), kinds=["checklist"])
    assert path.stem.endswith("-2")
    first = path.with_name(path.name.replace("-2", ""))
    assert first.read_text() == "of the other run"
    assert text_of(path).startswith("退运单证清单")


def test_what_a_killed_run_left_in_the_folder_is_swept(tmp_path: Path) -> None:
    place = tmp_path / "宁波远航电子商务有限公司"
    place.mkdir()
    orphan = place / ".retax-0123abcd.part"
    orphan.write_text("half")
    os.utime(orphan, (0, 0))
    written(tmp_path, addressed())
    assert not orphan.exists()


# -- the user's own template ----------------------------------------------------------------------


def test_a_template_of_ones_own_may_use_every_field(
    template: Callable[..., Path], tmp_path: Path
) -> None:
    own = template(*(f"{name}：{{{{ {name} }}}}" for name in FIELDS), head="{{ enterprise }}")
    for path in written(tmp_path / "out", addressed(), template=own):
        for name in FIELDS:
            assert f"{name}：" in text_of(path)
        assert heads_of(path) == "宁波远航电子商务有限公司"


def test_a_template_of_ones_own_may_loop_and_choose(
    template: Callable[..., Path], tmp_path: Path
) -> None:
    own = template(
        "{%p for line in lines %}",
        "{{ loop.index }}/{{ line.number }} {{ line.goods_name or '—' }}"
        "{% if line.use == '未使用' %} 全新{% endif %}",
        "{%p endfor %}",
        "{{ clauses | length }} {{ papers_say[0].label }} {{ clauses[0]['article'] }}",
    )
    given = [addressed(goods_name="玩具"), addressed(use="customer_trial", goods_name=None)]
    (path,) = written(tmp_path / "out", *given, kinds=["file_note"], template=own)
    first, second, last = text_of(path).splitlines()
    assert (first, second) == ("1/1 玩具 全新", "2/2 —")
    assert re.fullmatch(r"\d+ 出口单证号 第一条", last)


@pytest.mark.parametrize(
    ("mark", "field"),
    [
        ("{{ enterprize }}", "enterprize"),
        ("{% if enterprize %}x{% endif %}", "enterprize"),
        ("{% if draft %}{{ enterprize }}{% endif %}", "enterprize"),
        ("{% for line in lines %}{{ line.colour }}{% endfor %}", "colour"),
        ("{% for line in lines %}{{ line.note }}{% endfor %}", "note"),
        ("{% for line in lines %}{{ line['colour'] }}{% endfor %}", "colour"),
        ("{{ enterprise.colour }}", "colour"),
        ("{{ range }}", "range"),
    ],
)
def test_an_unknown_field_is_refused_by_name(
    mark: str, field: str, template: Callable[..., Path], tmp_path: Path
) -> None:
    with pytest.raises(DeskError) as raised:
        written(tmp_path / "out", addressed(), template=template(mark))
    for sentence in (raised.value.words.zh, raised.value.words.en):
        assert f" {field}" in sentence
        assert "我的模板.docx" in sentence
        assert "enterprise_states" in sentence
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "mark",
    [
        "{{ enterprise",
        "{% for line in lines %}",
        "{% endfor %}",
        "{{ enterprise | nowhere }}",
        "{{ 1 / 0 }}",
        "{{ lines + 1 }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
    ],
)
def test_a_template_that_is_broken_is_refused_in_one_sentence(
    mark: str, template: Callable[..., Path], tmp_path: Path
) -> None:
    with pytest.raises(DeskError) as raised:
        written(tmp_path / "out", addressed(), template=template(mark))
    assert re.fullmatch("模板 我的模板.docx 无法套用：.+", raised.value.words.zh)
    assert "\n" not in raised.value.words.en


@pytest.mark.parametrize(
    "mark",
    [
        "{{ enterprise.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ enterprise | attr('__class__') }}",
        "{{ enterprise['__class__'] }}",
        "{{ enterprise.upper }}",
        "{{ enterprise.upper() }}",
        "{{ enterprise.format }}",
        "{{ '{0.__class__}'.format(lines) }}",
        "{{ lines.append(1) }}",
        "{% macro m() %}{% endmacro %}{{ m() }}",
        "{% for line in lines recursive %}{{ loop(lines) }}{% endfor %}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ lines | map(attribute='__class__') | list }}",
        # CVE-2024-56326, CVE-2025-27516: str.format by way of a filter
        "{{ '{0.__class__.__init__.__globals__}' | attr('format') }}",
        "{{ ('{0.__class__}' | attr('format'))(lines) }}",
        "{{ lines | map('attr', 'format') | list }}",
        "{{ ['{0.__class__}'] | map('format', lines) | list }}",
    ],
)
def test_a_template_cannot_reach_what_is_behind_the_fields(
    mark: str, template: Callable[..., Path], tmp_path: Path
) -> None:
    with pytest.raises(DeskError) as raised:
        written(tmp_path / "out", addressed(), template=template(mark))
    assert "我的模板.docx" in raised.value.words.zh


@pytest.mark.parametrize(
    "mark",
    [
        "{{ 'a' * 9999999999 }}",
        "{{ lines * 9999999999 }}",
        "{{ 9 ** 99999999 }}",
        "{{ '%9999999999d' % 1 }}",
        "{{ '%9999999999d' | format(1) }}",
        "{{ 'a' | center(9999999999) }}",
        "{{ 'a' | indent(9999999999, true) }}",
        "{{ ['a'] | batch(9999999999, 'a') | list }}",
    ],
)
def test_a_template_cannot_make_a_long_text_out_of_a_short_one(
    mark: str, template: Callable[..., Path], tmp_path: Path
) -> None:
    with pytest.raises(DeskError):
        written(tmp_path / "out", addressed(), template=template(mark))


def test_a_template_may_reckon_with_whole_numbers(
    template: Callable[..., Path], tmp_path: Path
) -> None:
    own = template("{{ 3 * 4 }} {{ 7 % 4 }}")
    (path,) = written(tmp_path, addressed(), kinds=["checklist"], template=own)
    assert text_of(path) == "12 3"


@pytest.mark.parametrize(
    "mark", ["{{ enterprise | safe }}", "{% autoescape false %}{{ enterprise }}{% endautoescape %}"]
)
def test_a_template_cannot_let_a_name_become_markup(
    mark: str, template: Callable[..., Path], tmp_path: Path
) -> None:
    case = addressed(enterprise=HOSTILE)
    (path, *_) = written(tmp_path / "out", case, template=template(mark))
    assert text_of(path) == HOSTILE


def _zipped(path: Path) -> None:
    with ZipFile(path, "w") as archive:
        archive.writestr("x", "y")


@pytest.mark.parametrize(
    "spoil",
    [
        Path.exists,  # there is none
        lambda path: path.mkdir(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text("no Word file"),
        _zipped,
    ],
)
def test_a_template_that_is_no_word_file_is_refused(
    spoil: Callable[[Path], object], tmp_path: Path
) -> None:
    own = tmp_path / "own.docx"
    spoil(own)
    with pytest.raises(DeskError) as raised:
        written(tmp_path / "out", addressed(), template=own)
    assert "own.docx" in raised.value.words.zh
    assert ".docx" in raised.value.words.en


def test_of_no_letters_nothing_is_written(tmp_path: Path) -> None:
    assert write_letters([], tmp_path / "out") == []
    assert not (tmp_path / "out").exists()


# -- as Word shows it -----------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_the_letters_can_be_printed(tmp_path: Path) -> None:
    paths = written(tmp_path, addressed(reason="unsold"), addressed(DRAFT, goods_name=HOSTILE))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(paths[0].parent),
    ]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True)
    for path in paths:
        shown = subprocess.run(
            ["pdftotext", "-layout", str(path.with_suffix(".pdf")), "-"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        assert "宁波远航电子商务有限公司" in shown
        assert re.search(r"第\s*1\s*页\s+共\s*\d\s*页", shown)
        assert ("不得作为正式材料提交" in shown) == ("草稿" in path.name)
