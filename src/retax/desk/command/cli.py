"""The command ``retax``: files of goods in, verdicts, letters and reminders out.

The help of each command says what its exit codes mean; they are listed in ``exit_codes``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, get_args

from retax import Lang, Words, goods_schema, verdict_schema
from retax.desk import exit_codes, layout
from retax.desk.command import options, process
from retax.desk.command.check import InputOptions, OutputOptions, check_file, choose_format
from retax.desk.command.help_text import (
    COMMANDS,
    PARAMETERS,
    WITHOUT_ARGUMENTS,
    write_help,
    write_usage_error,
)
from retax.desk.command.publish_forms import FORMS, Form
from retax.desk.command.version import print_version
from retax.desk.control_characters import show_controls
from retax.desk.extras import require_extra
from retax.desk.judging.judge import JudgeOptions
from retax.desk.readers.open_source import STANDARD_INPUT, FileKind
from retax.desk.source import DeskError
from retax.desk.streams import encode_in_utf_8, print_to_stdout
from retax.desk.writers.report import FORMATS, Format
from retax.words import both

with require_extra("cli"):
    import typer

FILE_KINDS: tuple[FileKind, ...] = get_args(FileKind)

# The tables of rich cut off Chinese, which has no spaces to break a line at.
app: typer.Typer = typer.Typer(name="retax", add_completion=False, rich_markup_mode=None)

File = Annotated[str, typer.Argument(metavar="FILE")]
Output = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE")]
InFormat = Annotated[str | None, typer.Option("--format", metavar="|".join(FORMATS))]
OfKind = Annotated[str | None, typer.Option("--input", metavar="|".join(FILE_KINDS))]
Sheet = Annotated[str | None, typer.Option("--sheet", metavar="NAME")]
Default = Annotated[list[str] | None, typer.Option("--default", metavar="FACT=VALUE")]
Carry = Annotated[list[str] | None, typer.Option("--carry", metavar="COLUMN")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DAY")]
Settle = Annotated[list[str] | None, typer.Option("--settle", metavar="QUESTION=SIDE")]
KnownOn = Annotated[str | None, typer.Option("--known-on", metavar="DAY")]
DaysOff = Annotated[str | None, typer.Option("--days-off", metavar="FILE|YEARS")]
DEADLINE_FORMATS: tuple[Format, ...] = ("table", "jsonl")
_EITHER = "|".join(DEADLINE_FORMATS)
_A_FILE = Words("文件名", "a file")
Brief = Annotated[bool, typer.Option("--brief")]
SeveralFiles = Annotated[list[str] | None, typer.Option(metavar="FILE")]
InLang = Annotated[str | None, typer.Option("--lang", metavar="|".join(options.LANGS))]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command on its arguments (None: those of the program) and return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    return process.run_to_its_end(lambda: run(given), given)


def run(arguments: Sequence[str]) -> int:
    """Run the command on its arguments and return the exit code of its answer.

    Raises:
        DeskError: an option, or a file, is not accepted, or the output cannot be written.
        MissingExtra: a library that the command needs is not installed.
    """
    given = list(arguments)
    if not given:
        print_to_stdout(WITHOUT_ARGUMENTS, options.choose_language(None))
        given = ["--help"]
    # `command(given)` would end the process, and write misuse in English in a form of its own.
    command = _build_command(options.find_language(given))
    try:
        with command.make_context("retax", given) as context:
            found = command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    except typer.TyperException as misused:
        raise DeskError(write_usage_error(misused)) from misused
    return found if isinstance(found, int) else exit_codes.ALL_WELL


def _build_command(lang: Lang) -> Any:
    """Return the command with its help in a language."""
    # typer takes one help text where a command is defined; here each run sets those of its
    # language.
    command: Any = typer.main.get_command(app)
    for name, sub in {"retax": command, **command.commands}.items():
        sub.help, sub.short_help = write_help(name).text(lang), COMMANDS[name].text(lang)
        for parameter in sub.get_params(typer.Context(sub)):
            parameter.help = PARAMETERS[parameter.name].text(lang)
    return command


def _answer_version(requested: bool) -> None:
    if requested:
        print_version()
        raise typer.Exit


@app.callback()
def _answer_without_command(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_answer_version)
    ] = False,
) -> None: ...


# -- judging ---------------------------------------------------------------------------------------


@app.command("check")
def _check(
    file: File,
    output: Output = None,
    format: InFormat = None,  # noqa: A002  # named as the option is
    input: OfKind = None,  # noqa: A002
    sheet: Sheet = None,
    default: Default = None,
    carry: Carry = None,
    as_of: AsOf = None,
    settle: Settle = None,
    known_on: KnownOn = None,
    days_off: DaysOff = None,
    beside: Annotated[bool, typer.Option("--beside")] = False,
    brief: Brief = False,
    jobs: Annotated[str | None, typer.Option("--jobs", metavar="N|auto")] = None,
    lang: InLang = None,
) -> int:
    in_format: Format | None = (
        None if format is None else options.require_one_of("--format", format, FORMATS)
    )
    if beside:
        output = _name_workbook_beside(file, output, options.choose_language(lang))
    to = options.choose_text_output(output)
    target = OutputOptions(
        lang=options.choose_language(lang),
        format=choose_format(in_format, to),
        sentences=lang is not None,
        output=to,
        brief=brief,
    )
    _refuse_brief(target)
    judging = _make_judge_options(as_of, settle, known_on, days_off)
    otherwise = options.get_today_in_china() if beside else None
    goods = _make_input_options(file, input, sheet, default, carry, days_off)
    processes = 1 if jobs is None else options.parse_jobs("--jobs", jobs)
    return check_file(goods, judging, target, otherwise, processes)


def _refuse_brief(target: OutputOptions) -> None:
    """Raise DeskError where a brief answer is asked for in a form that has none."""
    if target.brief and target.format not in ("json", "jsonl"):
        raise DeskError(
            Words(
                f"--brief 用于 json、jsonl 格式，不能用于 {target.format}",
                f"--brief is for the formats json and jsonl, not for {target.format}",
            )
        )


def _name_workbook_beside(file: str, output: str | None, lang: Lang) -> str:
    """Return the workbook of verdicts in the folder of a file."""
    if output is not None or file == STANDARD_INPUT:
        raise DeskError(
            Words(
                "--beside 写入文件所在的文件夹，不能与 -o 或标准输入同用",
                "--beside writes into the folder of the file; accepted is a file, without -o",
            )
        )
    return str(Path(file).with_name(layout.VERDICTS.text(lang)))


def _make_input_options(
    file: str,
    kind: str | None,
    sheet: str | None,
    default: Sequence[str] | None,
    carry: Sequence[str] | None,
    days_off: str | None,
) -> InputOptions:
    known: FileKind | None = (
        None if kind is None else options.require_one_of("--input", kind, FILE_KINDS)
    )
    return InputOptions(file, known, sheet, default or (), _list_files_named(days_off), carry or ())


def _list_files_named(days_off: str | None) -> tuple[str, ...]:
    if days_off is None:
        return ()
    # Imported here, as in the commands below, where it is needed: letters load docxtpl, which takes
    # 50 ms, and calendars icalendar, which takes 25.
    from retax.desk.calendar import is_file_of_days_off

    return (days_off,) if is_file_of_days_off(days_off) else ()


def _make_judge_options(
    as_of: str | None, settle: Sequence[str] | None, known_on: str | None, days_off: str | None
) -> JudgeOptions:
    rest_days = None
    if days_off is not None:
        from retax.desk.calendar import list_days_off_of

        rest_days = list_days_off_of(days_off)
    return JudgeOptions(
        as_of=None if as_of is None else options.parse_day("--as-of", as_of),
        settled=options.parse_settled(settle or ()),
        days_off=rest_days,
        known_on=None if known_on is None else options.parse_day("--known-on", known_on),
    )


# -- deadlines, letters, the blank workbook --------------------------------------------------------


@app.command("deadlines")
def _list_deadlines(
    file: File,
    as_of: AsOf = None,
    output: Output = None,
    ics: Annotated[str | None, typer.Option("--ics", metavar="FILE")] = None,
    format: Annotated[str | None, typer.Option("--format", metavar=_EITHER)] = None,  # noqa: A002
    input: OfKind = None,  # noqa: A002
    sheet: Sheet = None,
    default: Default = None,
    carry: Carry = None,
    settle: Settle = None,
    days_off: DaysOff = None,
    lang: InLang = None,
) -> int:
    from retax.desk.command.deadlines import watch_file

    judging = _make_judge_options(as_of, settle, None, days_off)
    if ics is not None:
        options.choose_named_output("--ics", ics, Words("日历", "a calendar"), _A_FILE)
    if output is not None:
        _require_suffix(output, Words("期限工作簿", "a workbook"), ".xlsx")
    in_format = (
        None if format is None else options.require_one_of("--format", format, DEADLINE_FORMATS)
    )
    target = OutputOptions(
        options.choose_language(lang), choose_format(in_format, None), lang is not None, ics
    )
    goods = _make_input_options(file, input, sheet, default, carry, days_off)
    return watch_file(goods, judging, target, output)


@app.command("letter")
def _write_letters(
    file: File,
    output: Output = None,
    kind: Annotated[list[str] | None, typer.Option("--kind", metavar="KIND")] = None,
    template: Annotated[str | None, typer.Option("--template", metavar="DOCX")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DAY")] = None,
    contact: Annotated[str, typer.Option("--contact", metavar="NAME")] = "",
    telephone: Annotated[str, typer.Option("--telephone", metavar="NUMBER")] = "",
    broker: Annotated[str, typer.Option("--broker", metavar="NAME")] = "",
    input: OfKind = None,  # noqa: A002
    sheet: Sheet = None,
    default: Default = None,
    carry: Carry = None,
    as_of: AsOf = None,
    settle: Settle = None,
    days_off: DaysOff = None,
    lang: InLang = None,
) -> int:
    from retax.desk.command.letters import Wanted, write_letters_of
    from retax.desk.letters import KINDS as LETTERS
    from retax.desk.letters import Contact

    kinds = tuple(LETTERS)
    folder = Words("文件夹", "a folder")
    wanted = Wanted(
        folder=Path(
            options.choose_named_output("-o", output or ".", Words("文书", "letters"), folder)
        ),
        on=options.parse_day("--on", on or "today"),
        kinds=[options.require_one_of("--kind", one, kinds) for one in kind] if kind else None,
        template=None if template is None else Path(template),
        contact=Contact(contact, telephone, broker),
    )
    judging = _make_judge_options(as_of, settle, None, days_off)
    goods = _make_input_options(file, input, sheet, default, carry, days_off)
    return write_letters_of(goods, judging, wanted, options.choose_language(lang))


@app.command("match")
def _match(
    files: Annotated[list[str], typer.Argument(metavar="FILE...")],
    output: Output = None,
    gone: SeveralFiles = None,
    counts: SeveralFiles = None,
    traces: SeveralFiles = None,
    by_place: Annotated[bool, typer.Option("--by-place")] = False,
    fifo: Annotated[bool, typer.Option("--fifo")] = False,
    complete_since: Annotated[str | None, typer.Option("--complete-since", metavar="DAY")] = None,
    ics: Annotated[str | None, typer.Option("--ics", metavar="FILE")] = None,
    default: Default = None,
    carry: Carry = None,
    as_of: AsOf = None,
    settle: Settle = None,
    known_on: KnownOn = None,
    days_off: DaysOff = None,
    lang: InLang = None,
) -> int:
    from retax.desk.command.match import MatchFiles, MatchTarget, match_files
    from retax.desk.matching.matched_tables import MatchOptions

    if ics is not None:
        options.choose_named_output("--ics", ics, Words("日历", "a calendar"), _A_FILE)
    since = (
        None if complete_since is None else options.parse_day("--complete-since", complete_since)
    )
    named = MatchFiles(
        files,
        {"gone": gone or (), "counts": counts or (), "traces": traces or ()},
        default or (),
        _list_files_named(days_off),
        carry or (),
    )
    judging = _make_judge_options(as_of, settle, known_on, days_off)
    matching = MatchOptions(judging, by_place, "fifo" if fifo else None, since)
    target = MatchTarget(options.choose_language(lang), options.choose_text_output(output), ics)
    return match_files(named, matching, target)


@app.command("template")
def _write_template(
    output: Output = None,
    bat: Annotated[bool, typer.Option("--bat")] = False,
    match: Annotated[bool, typer.Option("--match")] = False,
    money: Annotated[bool, typer.Option("--money")] = False,
    lang: InLang = None,
) -> None:
    language = options.choose_language(lang)
    given = [
        name
        for name, is_given in (("--bat", bat), ("--match", match), ("--money", money))
        if is_given
    ]
    if len(given) > 1:
        raise DeskError(
            Words(
                f"{given[0]} 与 {given[1]} 不能同用；请分两次生成",
                f"{given[0]} and {given[1]} are both given; accepted is one of them",
            )
        )
    if bat:
        from retax.desk.template.drop_target import NAME, write_drop_target

        file = _require_new_file(output or NAME, Words("批处理文件", "a batch file"), ".bat")
        write_drop_target(file)
    else:
        sheets = _MATCHING if match else layout.GOODS
        named = output or f"{sheets.text(language)}.xlsx"
        file = _require_new_file(named, Words("空白工作簿", "a workbook"), ".xlsx")
        _write_blank(file, match, money, language)
    print_to_stdout(both(show_controls(str(file))), language)


def _write_blank(file: Path, match: bool, money: bool, lang: Lang) -> None:
    if match:
        from retax.desk.matching.template import write_match_template

        write_match_template(file, lang)
    else:
        from retax.desk.template.workbook import write_template

        write_template(file, lang, with_money=money)


_MATCHING = Words("退运对应", "Matching")
"""What the workbook of a ledger and returns is called."""


def _require_new_file(named: str, what: Words, suffix: str) -> Path:
    """Return a file of a kind that is not there yet."""
    file = _require_suffix(named, what, suffix)
    if file.exists():
        raise DeskError(
            Words(
                f"{file} 已存在；请用 -o 另取文件名，以免覆盖已填写的内容",
                f"{file} is there already; name another with -o, so that nothing filled in is lost",
            )
        )
    return file


def _require_suffix(named: str, what: Words, suffix: str) -> Path:
    """Return a file of a kind by its name."""
    file = Path(options.choose_named_output("-o", named, what, _A_FILE))
    if file.suffix.lower() != suffix:
        raise DeskError(
            Words(
                f"-o 为 {file}；{what.zh}的文件名应以 {suffix} 结尾",
                f"-o is {file}; accepted are names of {what.en}, which end in {suffix}",
            )
        )
    return file


# -- the law ---------------------------------------------------------------------------------------


@app.command("explain")
def _explain(
    about: Annotated[str, typer.Argument(metavar="CLAUSE|QUESTION")], lang: InLang = None
) -> None:
    from retax.desk.command.law_reference import describe  # no other command needs it

    for line in describe(about):
        print_to_stdout(line, options.choose_language(lang))


@app.command("law")
def _print_law(lang: InLang = None) -> None:
    from retax.desk.command.law_reference import describe_law  # no other command needs it

    for line in describe_law():
        print_to_stdout(line, options.choose_language(lang))


@app.command("publish")
def _publish(
    form: Annotated[str, typer.Argument(metavar="|".join(FORMS))],
    output: Output = None,
    package: Annotated[str | None, typer.Option("--package", metavar="NAME")] = None,
    settle: Settle = None,
    known_on: KnownOn = None,
    days_off: DaysOff = None,
    lang: InLang = None,
) -> None:
    from retax.desk.command.publish import publish

    language = options.choose_language(lang)
    known_form: Form = options.require_one_of("publish", form, FORMS)
    judging = _make_judge_options(None, settle, known_on, days_off)
    for written in publish(known_form, options.choose_text_output(output), judging, package):
        print_to_stdout(written, language)


_SCHEMAS = {"goods": goods_schema, "verdict": verdict_schema}


@app.command("schema")
def _print_schema(
    of: Annotated[str, typer.Argument(metavar="|".join(_SCHEMAS))], lang: InLang = None
) -> None:
    options.choose_language(lang)
    schema = _SCHEMAS[options.require_one_of("schema", of, tuple(_SCHEMAS))]()
    with encode_in_utf_8(sys.stdout) as out:
        out.write(json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
