from __future__ import annotations

from retax.desk.example_rows import EXAMPLES, is_example


def test_an_example_is_known_by_its_note_alone() -> None:
    for example in EXAMPLES:
        assert is_example(example)
        assert is_example(example.model_copy(update={"goods_name": "手机壳"}))
        assert not is_example(example.model_copy(update={"note": None}))
