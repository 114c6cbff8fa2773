from __future__ import annotations

from itertools import product
from typing import get_args

from retax import Status
from retax.desk import exit_codes


def test_every_status_has_an_exit_code() -> None:
    assert set(exit_codes.OF_STATUSES) == set(get_args(Status))


def test_bad_input_is_worse_than_a_no_and_a_no_than_a_question() -> None:
    order = [0, 3, 1, 2]
    for one, other in product(order, order):
        worse = order[max(order.index(one), order.index(other))]
        assert exit_codes.choose_worst_exit_code(one, other) == worse


def test_how_a_run_ends_is_never_taken_for_an_answer() -> None:
    answers = {*exit_codes.OF_STATUSES.values(), exit_codes.NOT_ACCEPTED}
    assert not answers & set(exit_codes.OF_RUNS)
    assert set(exit_codes.OF_RUNS) == {70, 74, 129, 130, 141, 143}


def test_every_end_of_a_run_is_described_in_the_help() -> None:
    told = exit_codes.describe_of_every_command()
    for code, words in exit_codes.OF_RUNS.items():
        assert f"{code} {words.zh}" in told.zh
        assert f"{code} {words.en}" in told.en
