from __future__ import annotations

from itertools import product

import pytest

from retax.logic.simplify.value_sets import ValueSet


@pytest.mark.parametrize(
    ("words", "more"), [(("a", "b", "c"), ("another",)), ((True, False), ())], ids=str
)
def test_sets_of_values_are_sets(words: tuple[str | bool, ...], more: tuple[str, ...]) -> None:
    def holds(among: ValueSet, value: object) -> bool:
        if value is None:
            return among.unknown
        return (value in among.values) is not among.others

    listed = {frozenset[str | bool](), *map(frozenset, product(words, repeat=2))}
    written = [ValueSet(*each) for each in product(listed, (False, True), (False, True))]
    sets = [~~among for among in written]
    for among, same in zip(written, sets, strict=True):
        assert all(holds(among, value) is holds(same, value) for value in (*words, *more, None))
    for one, other in product(sets, repeat=2):
        both, within = one & other, True
        for value in (*words, *more, None):
            assert holds(both, value) == (holds(one, value) and holds(other, value))
            assert holds(~one, value) is not holds(one, value)
            within = within and (holds(other, value) or not holds(one, value))
        assert one.issubset(other) is within


def test_sets_of_values() -> None:
    some = ValueSet(frozenset({"a", "b"}), others=False, unknown=False)
    assert ~~some == some
    assert some & ~some == ValueSet(frozenset(), others=False, unknown=False)
    assert ValueSet(frozenset({"a"}), others=False, unknown=False).issubset(some)
    assert not (~some).issubset(some)
