from __future__ import annotations

import pytest

from retax.desk.extras import Extra, MissingExtra, needs


@pytest.mark.parametrize("extra", ["cli", "excel", "docx", "calendar", "frames"])
def test_a_missing_library_says_how_to_install_it(extra: Extra) -> None:
    with pytest.raises(MissingExtra) as raised, needs(extra):
        raise ModuleNotFoundError("No module named 'nowhere'", name="nowhere")
    for sentence in (raised.value.words.zh, raised.value.words.en, str(raised.value)):
        assert f"pip install 'retax[{extra}]'" in sentence
        assert "nowhere" in sentence


def test_what_is_installed_is_imported_without_a_word() -> None:
    with needs("cli"):
        import json
    assert json.loads("1") == 1
