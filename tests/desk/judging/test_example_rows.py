from __future__ import annotations

from retax.desk.judging.example_rows import EXAMPLES, is_example


def test_an_example_is_known_by_its_note_and_its_export_paper() -> None:
    for example in EXAMPLES:
        assert is_example(example)
        assert is_example(example.model_copy(update={"goods_name": "手机壳"}))
        assert not is_example(example.model_copy(update={"note": None}))


def test_a_row_typed_over_an_example_is_goods_whatever_its_note_still_says() -> None:
    typed_over = EXAMPLES[0].model_copy(update={"export_entry": "29102026E000000999"})
    assert not is_example(typed_over)
