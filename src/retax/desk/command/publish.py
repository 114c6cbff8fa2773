"""``retax publish``: the law written for other languages."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from retax.desk.command.publish_forms import Form
from retax.desk.control_characters import show_controls
from retax.desk.judging.judge import JudgeOptions
from retax.desk.source import DeskError
from retax.desk.streams import encode_in_utf_8
from retax.desk.write_errors import explain_failure
from retax.desk.writers.atomic_file import open_new_file
from retax.publish.java import PACKAGE, build_java_package, is_package
from retax.publish.javascript import build_javascript_module, build_javascript_types
from retax.publish.law_as_json import write_law_as_json
from retax.publish.law_in_words import Options, to_plain_options
from retax.publish.page import write_page
from retax.publish.published_law import PublishedLaw, gather_published_law
from retax.words import Words, both


def publish(
    form: Form, output: str | None, judging: JudgeOptions, package: str | None
) -> list[Words]:
    """Write the law in a form; return the names of the files written, none for standard output.

    Raises:
        DeskError: the output, or the package, is not accepted, or cannot be written.
    """
    days = judging.days_off
    options = to_plain_options(
        judging.settled, None if days is None else sorted(days), judging.known_on
    )
    if package is not None and form != "java":
        raise DeskError(
            Words(
                f"--package 只用于 java，不用于 {form}",
                f"--package is given for {form}; accepted is java",
            )
        )
    if form == "java":
        return _write_package(output, options, PACKAGE if package is None else package)
    return _write_texts(form, output, options)


_TEXTS: Mapping[Form, Callable[[PublishedLaw, Options], str]] = {
    "json": write_law_as_json,
    "js": build_javascript_module,
    "page": write_page,
}
"""The forms of one file, and what writes each."""


def _write_texts(form: Form, output: str | None, options: Options) -> list[Words]:
    law = gather_published_law()
    text = _TEXTS[form](law, options)
    if output is None:
        with encode_in_utf_8(sys.stdout) as out:
            out.write(text)
        return []
    files = {Path(output): text}
    if form == "js":
        files[_name_declarations_file(Path(output))] = build_javascript_types(law, options)
    return _list_written(files)


def _name_declarations_file(module: Path) -> Path:
    """Return the file of a module's types: law.d.mts beside law.mjs, law.d.ts beside law.js."""
    if module.suffix not in (".js", ".mjs"):
        raise DeskError(
            Words(
                f"-o 为 {module}；模块的文件名应以 .mjs 或 .js 结尾",
                f"-o is {module}; accepted are names of modules, which end in .mjs or .js",
            )
        )
    return module.with_suffix(f".d{module.suffix.replace('js', 'ts')}")


def _write_package(output: str | None, options: Options, package: str) -> list[Words]:
    if not is_package(package):
        raise DeskError(
            Words(
                f"--package 为“{package}”，不是 Java 包名；应如 com.example.retax",
                f"--package is {package!r}, which is no name of a package; accepted is a name such "
                "as com.example.retax",
            )
        )
    if output is None:
        raise DeskError(
            Words(
                "java 由多个文件组成，不能写入标准输出；请用 -o 指定文件夹",
                "java is several files and cannot go to standard output; name a folder with -o",
            )
        )
    folder = Path(output, *package.split("."))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeskError(explain_failure(folder, error)) from error
    sources = build_java_package(gather_published_law(), options, package)
    return _list_written({folder / name: text for name, text in sources.items()})


def _list_written(files: Mapping[Path, str]) -> list[Words]:
    for file, text in files.items():
        with open_new_file(file) as handle:
            handle.write(text.encode("utf-8"))
    return [both(show_controls(str(file))) for file in files]
