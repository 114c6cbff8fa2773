"""What the package says of itself, and what it ships."""

from __future__ import annotations

import subprocess
import tomllib
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any, NoReturn

import pytest

from hatch_build import RepositoryMetadata, project_urls, readme_elsewhere
from retax.extras import write_install_line

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SDIST = PYPROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["only-include"]
ADDRESS = "https://forge.example/retax"
README = "[a](docs/a.md#b) and [c](https://c.example)\n\n![d\ne](docs/d.png)\n\nend [f](#g)\n"


def filled_in(address: str) -> dict[str, Any]:
    metadata: dict[str, Any] = {}
    RepositoryMetadata(str(ROOT), {"repository": address}).update(metadata)
    return metadata


# -- the address of the repository ----------------------------------------------------------------


def test_while_the_repository_has_no_address_the_package_names_none() -> None:
    assert project_urls("") == {}
    assert filled_in("")["urls"] == {}


def test_of_a_readme_without_an_address_links_into_the_repository_are_left_out() -> None:
    assert readme_elsewhere(README, "") == "a and [c](https://c.example)\n\nend [f](#g)\n"


def test_with_an_address_links_and_pictures_of_the_readme_are_absolute() -> None:
    assert readme_elsewhere(README, ADDRESS) == (
        f"[a]({ADDRESS}/blob/main/docs/a.md#b) and [c](https://c.example)\n\n"
        f"![d\ne]({ADDRESS}/raw/main/docs/d.png)\n\nend [f](#g)\n"
    )


@pytest.mark.parametrize("address", ["", f"{ADDRESS}/"])
def test_no_link_of_the_readme_is_relative_at_an_index(address: str) -> None:
    readme = filled_in(address)["readme"]
    assert readme["content-type"] == "text/markdown"
    targets = [part.split(")")[0] for part in readme["text"].split("](")[1:]]
    assert [target for target in targets if not target.startswith(("https://", "#"))] == []


def test_every_url_begins_with_the_address_once() -> None:
    urls = filled_in(f"{ADDRESS}/")["urls"]
    assert set(urls) == {"Repository", "Issues", "Changelog"}
    assert all(url.startswith(ADDRESS) and "//" not in url[8:] for url in urls.values())


# -- what is shipped ------------------------------------------------------------------------------


def test_the_sdist_takes_what_git_has_at_the_top() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, encoding="utf-8")
    if listed.returncode:
        pytest.skip("no git repository: this is the sdist")
    taken_anyway = {".gitignore", "pyproject.toml"}
    at_the_top = {name.strip('"').partition("/")[0] for name in listed.stdout.splitlines()}
    assert at_the_top - {".github"} == {*SDIST} | taken_anyway


def test_what_the_sdist_takes_is_there() -> None:
    assert [name for name in SDIST if not (ROOT / name).exists()] == []


# -- the extras -----------------------------------------------------------------------------------


def test_the_line_that_installs_an_extra_names_its_libraries_and_not_retax() -> None:
    line = write_install_line("cli")
    assert line.startswith("pip install ")
    assert '"rich>=' in line
    assert '"typer>=' in line
    assert "retax" not in line


def test_where_retax_is_not_installed_the_line_is_that_of_a_clone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def not_found(_: str) -> NoReturn:
        raise PackageNotFoundError

    monkeypatch.setattr("importlib.metadata.requires", not_found)
    assert write_install_line("docx") == 'pip install -e ".[docx]"'


def test_no_message_installs_a_package_of_the_name_from_an_index() -> None:
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]
    asking = [f for f in files if "pip install 'retax" in f.read_text("utf-8")]
    assert asking == []
