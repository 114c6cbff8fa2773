from __future__ import annotations

from retax.publish.question_links import link, write_question_heading


def test_a_question_is_headed_by_its_id_and_by_what_it_asks() -> None:
    assert write_question_heading("reason:recall") == "`reason:recall` 召回是否属于退货？"


def test_a_link_leads_to_the_heading_of_a_question() -> None:
    assert link("reason:recall") == "[`reason:recall`](#reasonrecall-召回是否属于退货)"
    assert link("zone", "q.md").startswith("[`zone`](q.md#zone-")
