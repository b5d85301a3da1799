"""The standard catalogue: 26 fields and the two subsidies, complete where the law file works them out."""

from datetime import date

import pytest

from gongkai.law.annual_report.model import OrganKind
from gongkai.law.catalog import CARRIER_LABELS, Carrier, matters, standard_catalog
from gongkai.law.entries import load
from gongkai.law.publication import topics

ON = date(2026, 11, 24)
WORKED_OUT = {"社会救助": 13, "残疾人两项补贴": 4, "涉农补贴": 20, "财政预决算": 12, "公共法律服务": 7}


def test_there_are_26_fields_and_the_two_subsidies_for_disabled_people() -> None:
    fields = standard_catalog(on=ON)
    assert len([field for field in fields if field.id.startswith("f")]) == 26
    assert [field.label for field in fields if not field.id.startswith("f")] == ["残疾人两项补贴"]
    assert all(field.matters for field in fields)


def test_codes_are_given_once_and_every_field_hangs_under_a_matter_of_the_law() -> None:
    fields = standard_catalog(on=ON)
    codes = [matter.id for field in fields for matter in field.matters]
    assert len(codes) == len(set(codes)) > 150
    known = {topic.id for kind in OrganKind for topic in topics(kind, on=ON)}
    assert {field.topic for field in fields} <= known


@pytest.mark.parametrize(("label", "count"), WORKED_OUT.items())
def test_the_worked_out_fields_have_every_column(label: str, count: int) -> None:
    (field,) = (field for field in standard_catalog(on=ON) if field.label == label)
    assert len(field.matters) == count
    for matter in field.matters:
        assert matter.elements
        assert matter.time
        assert matter.must
        assert matter.audience == "all" or matter.target_group
        assert not set(matter.must) & set(matter.may), matter.id


def test_a_matter_that_lists_people_names_a_profile_that_exists_and_hangs_on_the_board() -> None:
    profiles = {entry.id.partition(".")[0] for entry in load("privacy").in_force(ON)}
    listed = [matter for field in standard_catalog(on=ON) for matter in field.matters if matter.privacy_profile]
    assert len(listed) > 8
    assert {matter.privacy_profile for matter in listed} <= profiles
    assert all(Carrier.BOARD in (*matter.must, *matter.may) for matter in listed)


def test_the_first_review_of_a_subsistence_allowance_hangs_seven_working_days() -> None:
    (found,) = (matter for _, matter in matters(OrganKind.TOWNSHIP, on=ON) if matter.id == "f19.0203")
    assert str(found.time) == "信息形成或者变更之日起10个工作日内"
    assert str(found.display) == "公示7个工作日"
    assert found.must == (Carrier.BOARD,)
    assert "social-aid:11(2)" in map(str, found.cites)


def test_a_budget_is_disclosed_within_20_calendar_days_of_its_approval() -> None:
    (found,) = (matter for _, matter in matters(OrganKind.COUNTY, on=ON) if matter.id == "f03.0101")
    assert str(found.time) == "批准或者批复之日起20日内"


def test_every_carrier_has_its_head() -> None:
    assert set(CARRIER_LABELS) == set(Carrier)


def test_the_catalogue_did_not_exist_before_its_day() -> None:
    assert matters(OrganKind.TOWNSHIP, on=date(2019, 1, 1)) == []
