from __future__ import annotations

import pytest

import samples
from retax.facts.terms import as_of, fact
from retax.logic.expressions import Fact
from retax.logic.traversal import list_facts
from walks import walk_points


@walk_points("name", samples.OTHER_NAMES)
def test_the_law_names_every_fact_as_an_attribute(name: str) -> None:
    assert getattr(fact, name) == Fact(name)


@pytest.mark.parametrize("name", ["colour", "as_of", "退运原因", "ebcName", "model_fields"])
def test_the_law_cannot_name_a_fact_that_is_not_there(name: str) -> None:
    with pytest.raises(AttributeError, match=name):
        getattr(fact, name)


def test_the_day_asked_about_is_no_fact() -> None:
    assert list_facts(fact.declared_on <= as_of) == {"declared_on"}
