"""The 21 outcomes: rows, labels, demands, and how parts add up to one row (ogi:36–ogi:39, form2021:4)."""

from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.annual_report.forms import form
from gongkai.law.annual_report.model import OUTCOME_ROWS, FormVersion
from gongkai.law.citations import resolve
from gongkai.law.entries import NoRuleInForce, load
from gongkai.law.letters import letter_kind
from gongkai.law.outcomes import (
    Group,
    Outcome,
    Part,
    PartsStillOpen,
    combined_outcome,
    demand,
    missing_demands,
    rule,
    rules,
)
from gongkai.law.terms import terms

ON = date(2023, 6, 1)
O = Outcome  # noqa: E741 - the cases below read as a table
#: Article that each row rests on, and its letter (law of the form and of the regulation).
TABLE = {
    O.GRANTED: ("g", "ogi:36(1)", "L20"),
    O.PARTLY_GRANTED: ("p", "ogi:37", "L21"),
    O.STATE_SECRET: ("d1", "ogi:14", "L22"),
    O.BARRED_BY_LAW: ("d2", "ogi:14", "L22"),
    O.ENDANGERS_SECURITY_OR_STABILITY: ("d3", "ogi:14", "L22"),
    O.THIRD_PARTY_RIGHTS: ("d4", "ogi:15", "L22"),
    O.INTERNAL_AFFAIRS: ("d5", "ogi:16.1", "L22"),
    O.PROCESS_INFORMATION: ("d6", "ogi:16.2", "L22"),
    O.ENFORCEMENT_FILE: ("d7", "ogi:16.2", "L22"),
    O.SPECIAL_ACCESS_REGIME: ("d8", "ogi:36(7)", "L22"),
    O.NOT_HELD: ("u1", "ogi:36(4)", "L23"),
    O.WOULD_NEED_CREATING: ("u2", "ogi:38", "L24"),
    O.STILL_UNCLEAR: ("u3", "ogi:30", "L25"),
    O.PETITION_OR_COMPLAINT: ("n1", "ogi:39.1", "L26"),
    O.REPEATED: ("n2", "ogi:36(6)", "L26"),
    O.PUBLISHED_MATERIAL: ("n3", "ogi:39.2", "L26"),
    O.UNJUSTIFIED_VOLUME: ("n4", "ogi:35", "L26"),
    O.CONFIRM_OR_REISSUE: ("n5", "form2021:4", "L26"),
    O.LAPSED_UNCLARIFIED: ("o1", "ogi:30", "L27"),
    O.LAPSED_UNPAID: ("o2", "fee2020:7", "L27"),
    O.OTHER: ("o3", "form2021:4", "L27"),
}


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_its_row_ground_and_letter(outcome: Outcome) -> None:
    row, article, letter = TABLE[outcome]
    found = rule(outcome, ON)
    assert (outcome.row, found.row, found.letter) == (row, row, letter)
    assert Outcome.of_row(row) is outcome
    assert article in map(str, found.cites)
    assert letter_kind(found.letter).decision
    for cite in found.cites:
        resolve(cite)


def test_the_outcomes_stand_in_the_order_of_the_form() -> None:
    assert tuple(outcome.row for outcome in Outcome) == OUTCOME_ROWS
    assert [found.outcome for found in rules(ON)] == list(Outcome)


def test_form2021_4_labels_and_groups_are_the_words_of_the_form() -> None:
    printed = {row.code: row for row in form(FormVersion.F2021).rows}
    for outcome in Outcome:
        found = rule(outcome, ON)
        row = printed[outcome.row]
        assert found.label == row.label
        assert found.group_label in (*row.path, row.label)


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.OTHER])
def test_names_are_those_of_the_glossary(outcome: Outcome) -> None:
    assert terms()[outcome.value].zh.split("、行政机关")[0] == rule(outcome, ON).name


def test_only_sums_are_no_outcomes() -> None:
    for row in ("new", "carry", "tot", "fwd", "x"):
        with pytest.raises(ValueError, match="不是办理结果的行代码"):
            Outcome.of_row(row)


def test_before_the_regulation_there_is_no_rule() -> None:
    with pytest.raises(NoRuleInForce):
        rule(O.GRANTED, date(2019, 5, 14))


# -------------------------------------------------------------------------------- demands


@pytest.mark.parametrize(
    ("outcome", "ground", "demands"),
    [
        (O.GRANTED, "already_public", {"access_route"}),
        (O.GRANTED, "disclosable", {"secrecy_review", "delivery_form"}),
        (O.PARTLY_GRANTED, None, {"secrecy_review", "page_map", "withheld_grounds", "reasons", "delivery_form"}),
        (O.STATE_SECRET, None, {"reasons", "secrecy_review", "page_map"}),
        (O.BARRED_BY_LAW, None, {"reasons", "barring_provision", "page_map"}),
        (O.ENDANGERS_SECURITY_OR_STABILITY, None, {"reasons", "harm_assessment", "page_map"}),
        (O.THIRD_PARTY_RIGHTS, None, {"reasons", "third_party_consultation", "page_map"}),
        (O.PROCESS_INFORMATION, None, {"reasons", "page_map"}),
        (O.SPECIAL_ACCESS_REGIME, None, {"reasons", "query_channel"}),
        (O.NOT_HELD, "not_existing", {"search_record"}),
        (O.NOT_HELD, "not_ours", {"reasons", "competent_organ"}),
        (O.WOULD_NEED_CREATING, None, {"reasons"}),
        (O.STILL_UNCLEAR, None, {"clarification_notice", "clarified", "reasons"}),
        (O.PETITION_OR_COMPLAINT, None, {"reasons", "petition_channel"}),
        (O.REPEATED, None, {"earlier_reply"}),
        (O.PUBLISHED_MATERIAL, None, {"access_route"}),
        (O.UNJUSTIFIED_VOLUME, None, {"reasons_request", "reasons_weighed"}),
        (O.CONFIRM_OR_REISSUE, None, {"earlier_reply"}),
        (O.LAPSED_UNCLARIFIED, None, {"clarification_notice", "lapse_date"}),
        (O.LAPSED_UNPAID, None, {"fee_notice", "lapse_date"}),
        (O.OTHER, "withdrawn", {"withdrawal_confirmation"}),
        (O.OTHER, "other_reason", {"reasons"}),
    ],
)
def test_every_outcome_demands_what_the_law_demands(outcome: Outcome, ground: str | None, demands: set[str]) -> None:
    facts: dict[str, Any] = {"ground": ground}
    missing = missing_demands(outcome, facts, on=ON)
    assert {each.id for each in missing} == demands
    assert all(each.ask and each.cites for each in missing)
    for each in missing:
        left = missing_demands(outcome, {**facts, **dict.fromkeys(demands - {each.id}, "在卷")}, on=ON)
        assert [one.id for one in left] == [each.id]
    assert missing_demands(outcome, {**facts, **dict.fromkeys(demands, "在卷")}, on=ON) == ()


@pytest.mark.parametrize("outcome", [O.GRANTED, O.NOT_HELD, O.OTHER])
def test_where_a_row_has_several_grounds_one_must_be_chosen(outcome: Outcome) -> None:
    for ground in (None, "nonsense"):
        (asked,) = missing_demands(outcome, {"ground": ground, "search_record": "在卷"}, on=ON)
        assert asked.id == "ground"
        assert all(choice.id in asked.ask for choice in rule(outcome, ON).grounds)


def test_ogi_32_a_touched_third_party_is_asked_and_an_objection_is_weighed_and_answered() -> None:
    facts = {"ground": "disclosable", "secrecy_review": "可公开", "delivery_form": "纸质"}
    assert missing_demands(O.GRANTED, facts, on=ON) == ()
    touched = {**facts, "third_party": True}
    assert [each.id for each in missing_demands(O.GRANTED, touched, on=ON)] == ["third_party_consultation"]
    objected = {**touched, "third_party_consultation": "记录", "third_party_objected": True}
    missing = {each.id for each in missing_demands(O.GRANTED, objected, on=ON)}
    assert missing == {"public_interest_reasons", "third_party_informed"}


def test_every_demand_of_the_data_is_demanded_somewhere_and_the_other_way_round() -> None:
    wanted = set()
    for found in rules(ON):
        for part in (found, *found.grounds):
            wanted |= {*part.demands, *(name for names in part.demands_when.values() for name in names)}
    assert {f"demand.{name}" for name in wanted} == {
        name for name in load("outcomes").ids() if name.startswith("demand.")
    }
    assert all(demand(name, on=ON).label for name in wanted)


# -------------------------------------------------------------------------------- parts (F03)

DENIED = [outcome for outcome in Outcome if rule(outcome, ON).group is Group.DENIED]


@pytest.mark.parametrize("denied", DENIED)
def test_ogi_37_something_provided_and_something_withheld_is_only_partly_granted(denied: Outcome) -> None:
    assert combined_outcome([O.GRANTED, denied]) is O.PARTLY_GRANTED
    assert combined_outcome([denied, O.NOT_HELD, O.GRANTED]) is O.PARTLY_GRANTED


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([O.GRANTED, O.GRANTED], O.GRANTED),
        ([O.GRANTED, O.NOT_HELD], O.GRANTED),
        ([O.PARTLY_GRANTED, O.REPEATED], O.PARTLY_GRANTED),
        ([O.INTERNAL_AFFAIRS, O.STATE_SECRET], O.STATE_SECRET),
        ([O.REPEATED, O.NOT_HELD], O.NOT_HELD),
        ([O.OTHER], O.OTHER),
    ],
)
def test_other_mixtures_count_in_the_row_that_stands_first(parts: list[Outcome], whole: Outcome) -> None:
    assert combined_outcome(parts) is whole


@given(st.lists(st.sampled_from(Outcome), min_size=1), st.randoms(use_true_random=False))
def test_the_order_of_parts_and_repetitions_do_not_matter(parts: list[Outcome], order: Any) -> None:
    shuffled = [*parts, *parts]
    order.shuffle(shuffled)
    assert combined_outcome(shuffled) is combined_outcome(parts)


def test_adding_a_part_to_a_partly_granted_application_keeps_it_partly_granted() -> None:
    for one, other in combinations(Outcome, 2):
        whole = combined_outcome([one, other])
        assert whole in (one, other, O.PARTLY_GRANTED)
        assert combined_outcome([O.PARTLY_GRANTED, whole]) is O.PARTLY_GRANTED


def test_open_parts_have_no_outcome_together() -> None:
    with pytest.raises(PartsStillOpen, match="乙"):
        combined_outcome([Part(id="甲", outcome=O.GRANTED), Part(id="乙")])
    with pytest.raises(PartsStillOpen):
        combined_outcome([])
    assert combined_outcome([Part(id="甲", outcome=O.GRANTED), Part(id="乙", outcome=O.STATE_SECRET)]) is (
        O.PARTLY_GRANTED
    )
