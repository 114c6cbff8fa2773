from __future__ import annotations

from itertools import product

import narwhals as nw
import polars as pl
import pytest

from frames.rows import CODES, HS_CODES
from retax.facts.catalogue import NAMES
from retax.frames.encoding import NULL_CODE, encode_value, map_names_to_codes
from retax.frames.polars.text_codes import encode_columns, encode_texts
from retax.frames.schema import FactColumn

FOUR = ["".join(letters) for letters in product("019+-._ e,a１", repeat=4)]
HS = [
    "8517",
    "851713",
    "85171300",
    "8517130000",
    "8517.13.00.00",
    "0902 10",
    "090210",
    "8517130000101",
]
ODD = [
    "",
    " ",
    "+517",
    "-517",
    "+517130000",
    "85171",
    "851713000",
    "85171300001",
    "８５１７",
    ".",
    "8517+1",
]


def expected(fact: str, texts: list[str | None]) -> list[int]:
    """Return what the model reads, text by text."""
    read = [encode_value(fact, text) for text in texts]
    return [NULL_CODE if number is None else number for number in read]


def column(fact: str) -> FactColumn:
    return FactColumn(fact, fact, nw.String())


@pytest.mark.parametrize(
    ("fact", "texts"),
    [
        ("supervision_code", [*FOUR[::7], *HS, *ODD, *CODES, None]),
        ("hs_code", [*FOUR[::7], *HS, *ODD, *HS_CODES, *(f" {text} " for text in HS), None]),
        *(
            (
                fact,
                [
                    *map_names_to_codes(fact),
                    " Unsold ",
                    "USED",
                    "None",
                    "NONE",
                    " none ",
                    "?",
                    "",
                    " ",
                    None,
                ],
            )
            for fact, entry in NAMES.items()
            if entry.kind == "word"
        ),
    ],
)
def test_every_text_is_read_as_the_model_reads_it(fact: str, texts: list[str | None]) -> None:
    assert encode_texts(column(fact), pl.Series(texts)).to_list() == expected(fact, texts)


def test_few_frequent_words_are_read_as_all_others_are() -> None:
    texts = [*["used", "unused", None] * 400, " Used", "?", "trial_found_defect", ""]
    assert encode_texts(column("use"), pl.Series(texts)).to_list() == expected("use", texts)


def test_columns_longer_than_a_slice_keep_their_order() -> None:
    texts = pl.Series(["9610", "9810", "1210"] * 400_000)
    (numbers,) = encode_columns([(texts, column("supervision_code"))])
    assert numbers.to_list() == [9610, 9810, 1210] * 400_000
