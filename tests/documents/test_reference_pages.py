from __future__ import annotations

import re

from make_docs.reference_pages import make_pages


def test_the_members_of_a_class_are_written_in_one_form() -> None:
    core = make_pages()["reference.md"]
    assert "- `facts` (`ReturnedGoods`): The facts, validated." in core
    assert "- `id` (`str`)" in core
    for page in make_pages().values():
        assert not re.search(r"^- `[a-z]\w*`:? `\w", page, re.MULTILINE)
