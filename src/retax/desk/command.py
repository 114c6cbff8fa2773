"""The command ``retax``: files of goods in, verdicts, letters and reminders out.

The help of each command says what its exit codes mean; 2 is always that something could not be
read or was not accepted.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, get_args

from retax import Lang, Words, goods_schema, verdict_schema
from retax.desk import console, options, reference, sheets
from retax.desk.checking import Goods, Telling, check_file, format_of
from retax.desk.command_words import COMMANDS, PARAMETERS, help_of, usage_error
from retax.desk.extras import MissingExtra, needs
from retax.desk.files import Kind
from retax.desk.judged import REFUSED, Asked
from retax.desk.report import FORMATS, Format
from retax.desk.rows import Unreadable
from retax.verdict import library_version

with needs("cli"):
    import typer

KINDS: tuple[Kind, ...] = get_args(Kind)

# The tables of rich cut off Chinese, which has no spaces to break a line at.
app = typer.Typer(name="retax", add_completion=False, rich_markup_mode=None)

File = Annotated[str, typer.Argument(metavar="FILE")]
Output = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE")]
InFormat = Annotated[str | None, typer.Option("--format", metavar="|".join(FORMATS))]
OfKind = Annotated[str | None, typer.Option("--input", metavar="|".join(KINDS))]
Sheet = Annotated[str | None, typer.Option("--sheet", metavar="NAME")]
Default = Annotated[list[str] | None, typer.Option("--default", metavar="FACT=VALUE")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DAY")]
Settle = Annotated[list[str] | None, typer.Option("--settle", metavar="QUESTION=SIDE")]
KnownOn = Annotated[str | None, typer.Option("--known-on", metavar="DAY")]
DaysOff = Annotated[str | None, typer.Option("--days-off", metavar="FILE|YEARS")]
DEADLINE_FORMATS: tuple[Format, ...] = ("table", "jsonl")
_EITHER = "|".join(DEADLINE_FORMATS)
_A_FILE = Words("文件名", "a file")
InLang = Annotated[str | None, typer.Option("--lang", metavar="|".join(options.LANGS))]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command on its arguments (None: those of the program) and return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    console.speak_any_script(sys.stdout)
    console.speak_any_script(sys.stderr)
    lang = options.language(None)
    try:
        lang = options.language_of(given)
        found = _in_words(lang).main(given, standalone_mode=False, prog_name="retax")
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # typer makes an exit of a pipe that breaks
        console.write_to_nobody()
        return 0
    except (Unreadable, MissingExtra) as unusable:
        return _refuse(unusable.words, lang)
    except typer.TyperException as misused:
        return _refuse(usage_error(misused), lang)
    return found if isinstance(found, int) else 0


def _refuse(words: Words, lang: Lang) -> int:
    print(words.text(lang), file=sys.stderr)
    return REFUSED


def _in_words(lang: Lang) -> Any:
    """Return the command with its help in a language."""
    command: Any = typer.main.get_command(app)
    for name, sub in {"retax": command, **command.commands}.items():
        sub.help, sub.short_help = help_of(name).text(lang), COMMANDS[name].text(lang)
        for parameter in sub.get_params(typer.Context(sub)):
            parameter.help = PARAMETERS[parameter.name].text(lang)
    return command


def _tell_version(asked_for: bool) -> None:
    if asked_for:
        print(f"retax {library_version()}")
        raise typer.Exit


@app.callback()
def _retax(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_tell_version)
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
    as_of: AsOf = None,
    settle: Settle = None,
    known_on: KnownOn = None,
    days_off: DaysOff = None,
    lang: InLang = None,
) -> int:
    in_format: Format | None = (
        None if format is None else options.one_of("--format", format, FORMATS)
    )
    to = options.text_output(output)
    telling = Telling(
        lang=options.language(lang),
        format=format_of(in_format, to),
        sentences=lang is not None,
        output=to,
    )
    asked = _asked(as_of, settle, known_on, days_off)
    return check_file(_goods(file, input, sheet, default), asked, telling)


def _goods(file: str, kind: str | None, sheet: str | None, default: Sequence[str] | None) -> Goods:
    known: Kind | None = None if kind is None else options.one_of("--input", kind, KINDS)
    return Goods(file, known, sheet, default or ())


def _asked(
    as_of: str | None, settle: Sequence[str] | None, known_on: str | None, days_off: str | None
) -> Asked:
    rest_days = None
    if days_off is not None:
        from retax.desk.calendar import days_off_of

        rest_days = days_off_of(days_off)
    return Asked(
        as_of=None if as_of is None else options.day("--as-of", as_of),
        settled=options.settled(settle or ()),
        days_off=rest_days,
        known_on=None if known_on is None else options.day("--known-on", known_on),
    )


# -- deadlines, letters, the blank workbook --------------------------------------------------------


@app.command("deadlines")
def _deadlines(
    file: File,
    as_of: AsOf = None,
    ics: Annotated[str | None, typer.Option("--ics", metavar="FILE")] = None,
    format: Annotated[str | None, typer.Option("--format", metavar=_EITHER)] = None,  # noqa: A002
    input: OfKind = None,  # noqa: A002
    sheet: Sheet = None,
    default: Default = None,
    settle: Settle = None,
    days_off: DaysOff = None,
    lang: InLang = None,
) -> int:
    from retax.desk.watching import watch_file

    asked = _asked(as_of or "today", settle, None, days_off)
    if ics is not None:
        options.named_output("--ics", ics, Words("日历", "a calendar"), _A_FILE)
    in_format = None if format is None else options.one_of("--format", format, DEADLINE_FORMATS)
    telling = Telling(options.language(lang), format_of(in_format, None), lang is not None, ics)
    return watch_file(_goods(file, input, sheet, default), asked, telling)


@app.command("letter")
def _letter(
    file: File,
    output: Output = None,
    kind: Annotated[list[str] | None, typer.Option("--kind", metavar="KIND")] = None,
    template: Annotated[str | None, typer.Option("--template", metavar="DOCX")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DAY")] = None,
    input: OfKind = None,  # noqa: A002
    sheet: Sheet = None,
    default: Default = None,
    as_of: AsOf = None,
    settle: Settle = None,
    days_off: DaysOff = None,
    lang: InLang = None,
) -> int:
    from retax.desk.corresponding import Wanted, write_letters_of
    from retax.desk.letters import KINDS as LETTERS

    kinds = tuple(LETTERS)
    folder = Words("文件夹", "a folder")
    wanted = Wanted(
        folder=Path(options.named_output("-o", output or ".", Words("文书", "letters"), folder)),
        on=options.day("--on", on or "today"),
        kinds=[options.one_of("--kind", one, kinds) for one in kind] if kind else None,
        template=None if template is None else Path(template),
    )
    asked = _asked(as_of, settle, None, days_off)
    goods = _goods(file, input, sheet, default)
    return write_letters_of(goods, asked, wanted, options.language(lang))


@app.command("template")
def _template(output: Output = None, lang: InLang = None) -> None:
    from retax.desk.template import write_template

    told = options.language(lang)
    named = output or f"{sheets.GOODS.text(told)}.xlsx"
    file = Path(options.named_output("-o", named, Words("工作簿", "a workbook"), _A_FILE))
    if file.suffix.lower() != ".xlsx":
        raise Unreadable(
            Words(
                f"-o 为 {file}；空白工作簿的文件名应以 .xlsx 结尾",
                f"-o is {file}; accepted are names of workbooks, which end in .xlsx",
            )
        )
    if file.exists():
        raise Unreadable(
            Words(
                f"{file} 已存在；请用 -o 另取文件名，以免覆盖已填写的内容",
                f"{file} is there already; name another with -o, so that nothing filled in is lost",
            )
        )
    write_template(file, told)
    print(file)


# -- the law ---------------------------------------------------------------------------------------


@app.command("explain")
def _explain(
    about: Annotated[str, typer.Argument(metavar="CLAUSE|QUESTION")], lang: InLang = None
) -> None:
    for line in reference.told(about):
        print(line.text(options.language(lang)))


@app.command("law")
def _law(lang: InLang = None) -> None:
    for line in reference.at_a_glance():
        print(line.text(options.language(lang)))


_SCHEMAS = {"goods": goods_schema, "verdict": verdict_schema}


@app.command("schema")
def _schema(
    of: Annotated[str, typer.Argument(metavar="|".join(_SCHEMAS))], lang: InLang = None
) -> None:
    options.language(lang)
    schema = _SCHEMAS[options.one_of("schema", of, tuple(_SCHEMAS))]()
    print(json.dumps(schema, ensure_ascii=False, indent=2))
