"""Village affairs: written down, signed by the supervisors, public, asked about; the township sees what is late."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from PIL import Image

from gongkai.apps.core import audit, uploads
from gongkai.apps.core.sealing import unseal
from gongkai.apps.organs.models import Organ, Role, User
from gongkai.apps.organs.permissions import NotPermitted
from gongkai.apps.villages import operations, queries
from gongkai.apps.villages.errors import VillageError
from gongkai.apps.villages.models import VillageDisclosure, VillageReminder
from gongkai.apps.villages.operations.disclosures import Content
from tests.documents.rebuilding.local import run_here
from tests.factories.organs import OrganFactory, person

pytestmark = pytest.mark.django_db
DAY, NOON = date(2026, 3, 3), datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
MONEY = Content(text="2月收支", lines=[("水费收入", "1200", ""), ("修路灯", "", "860.50")])


@dataclass
class Hall:
    """A village with its accountant and a supervisor, and the township's clerk."""

    township: Organ
    village: Organ
    accountant: User
    supervisor: User
    clerk: User

    def draft(self, content: Content = MONEY, matter: str = "matter.finances", **more: object) -> VillageDisclosure:
        day = more.pop("day", date(2026, 2, 10))
        return operations.draft(
            organ=self.village, matter=matter, day=day, content=content, by=self.accountant, at=NOON, **more
        )

    def public(self, disclosure: VillageDisclosure | None = None) -> VillageDisclosure:
        one = operations.submit(disclosure=disclosure or self.draft(), by=self.accountant, at=NOON)
        return operations.sign(disclosure=one, seen_hash=one.hash, passed=True, by=self.supervisor, at=NOON)


@pytest.fixture
def hall() -> Hall:
    township = OrganFactory.create(phone="0000-1234567")
    village = OrganFactory.create(village=True, parent=township, founded_on=date(2025, 10, 1))
    made = Hall(
        township, village, person(village, Role.VILLAGE_CLERK), person(village, Role.VILLAGE_SUPERVISOR),
        person(township, Role.CLERK),
    )  # fmt: skip
    for kind, name in (
        ("committee", "演示村村民委员会"),
        ("collective", "演示村股份经济合作社"),
        ("party", "演示村党支部"),
    ):
        operations.enter_publisher(organ=village, kind=kind, name=name, by=made.accountant, on=DAY)
    return made


def test_a_month_is_public_once_the_supervisors_signed_it(hall: Hall) -> None:
    draft = hall.draft()
    assert (draft.period_first, draft.period_last, draft.due_on) == (
        date(2026, 2, 1),
        date(2026, 2, 28),
        date(2026, 3, 10),
    )
    assert list(queries.public_disclosures(hall.village, on=DAY)) == []
    shown = hall.public(draft)
    assert list(queries.public_disclosures(hall.village, on=DAY)) == [shown]
    assert [str(total) for total in queries.totals(shown)] == ["1200", "860.50"]
    assert audit.verify().breaks == ()


def test_whoever_wrote_it_does_not_sign_it(hall: Hall) -> None:
    both = person(hall.village, Role.VILLAGE_CLERK, Role.VILLAGE_SUPERVISOR)
    draft = operations.draft(organ=hall.village, matter="matter.finances", day=DAY, content=MONEY, by=both, at=NOON)
    operations.submit(disclosure=draft, by=both, at=NOON)
    with pytest.raises(VillageError, match="不能审签"):
        operations.sign(disclosure=draft, seen_hash=draft.hash, passed=True, by=both, at=NOON)
    with pytest.raises(NotPermitted):
        operations.sign(disclosure=draft, seen_hash=draft.hash, passed=True, by=hall.clerk, at=NOON)
    with pytest.raises(VillageError, match="已有变化"):
        operations.sign(disclosure=draft, seen_hash="0" * 64, passed=True, by=hall.supervisor, at=NOON)
    with pytest.raises(VillageError, match="写明意见"):
        operations.sign(disclosure=draft, seen_hash=draft.hash, passed=False, by=hall.supervisor, at=NOON)
    back = operations.sign(
        disclosure=draft, seen_hash=draft.hash, passed=False, by=hall.supervisor, at=NOON, note="少一张票据"
    )
    assert back.state == "draft"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (Content(nothing=True), "写一句说明"),
        (Content(), "填写内容"),
        (Content(lines=[("修路", "", "八百")]), "不是数字"),
        (Content(text="联系王某13912345678"), "个人信息"),
    ],
)
def test_what_cannot_stand_there_is_refused(hall: Hall, content: Content, words: str) -> None:
    with pytest.raises(VillageError, match=words):
        hall.draft(content)
    assert not VillageDisclosure.objects.exists()


def test_a_period_is_written_once_and_corrected_by_a_new_one(hall: Hall) -> None:
    first = hall.public()
    with pytest.raises(VillageError, match="已经填报"):
        hall.draft()
    second = hall.public(hall.draft(Content(text="更正后"), corrects=first))
    assert list(queries.public_disclosures(hall.village, on=DAY)) == [second]
    operations.withdraw(disclosure=second, reason="误传", by=hall.accountant, at=NOON)
    assert list(queries.public_disclosures(hall.village, on=DAY)) == []


def test_major_matters_are_disclosed_at_once_any_number_of_times(hall: Hall) -> None:
    for text in ("决定修渠", "决定发包鱼塘"):
        made = hall.draft(Content(text=text), "matter.decisions", day=DAY)
        assert (made.period_first, made.due_on) == (DAY, DAY)


def test_the_township_sees_who_is_late_and_reminds_once_a_day(hall: Hall) -> None:
    hall.public()
    late = queries.late_of([hall.village], on=date(2026, 3, 20))
    owed = {(one.period.matter.id, one.period.label) for one in late}
    assert ("matter.finances", "2026年1月") in owed
    assert ("matter.finances", "2026年2月") not in owed
    assert ("matter.collective_finances", "2025年第4季度") in owed
    for _ in range(2):
        operations.remind(
            organ=hall.village, matter="matter.finances", period_first=date(2026, 1, 1), by=hall.clerk, on=DAY
        )
    assert VillageReminder.objects.count() == 1
    with pytest.raises(NotPermitted):
        operations.remind(organ=hall.village, matter="matter.finances", period_first=DAY, by=hall.accountant, on=DAY)
    found = queries.next_due(hall.village, on=DAY)
    assert found is not None
    assert found.due_on >= DAY


def test_a_question_is_sealed_until_it_is_answered(hall: Hall) -> None:
    shown = hall.public()
    asked = operations.ask(disclosure=shown, text="路灯为什么这么贵", contact="13900000000", by=None, on=DAY)
    assert "路灯" not in asked.text
    assert unseal(asked.text) == "路灯为什么这么贵"
    done = operations.answer(question=asked, text="含安装费", public=True, by=hall.accountant, on=DAY)
    assert done.public
    with pytest.raises(VillageError, match="已经答复"):
        operations.answer(question=asked, text="再答", public=True, by=hall.accountant, on=DAY)
    other = operations.ask(disclosure=shown, text="我的电话13912345678", by=None, on=DAY)
    with pytest.raises(VillageError, match="个人号码"):
        operations.answer(question=other, text="好", public=True, by=hall.accountant, on=DAY)


def test_a_photo_comes_through_the_one_way_for_uploads(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.documents.rebuilding.whole.sandbox.run", run_here)
    out = BytesIO()
    Image.new("RGB", (40, 40), "white").save(out, "PNG")
    upload = uploads.take(
        organ=hall.village, name="票据.png", data=out.getvalue(), by=hall.accountant, on=DAY, at=NOON, purpose="village"
    )
    draft = hall.draft()
    before = draft.hash
    photo = operations.attach(disclosure=draft, upload=upload, title="票据", by=hall.accountant, at=NOON)
    draft.refresh_from_db()
    assert draft.hash != before
    assert photo.upload.derivative is not None
    hall.public(draft)
    with pytest.raises(VillageError, match="已经提交"):
        operations.attach(disclosure=draft, upload=upload, title="票据", by=hall.accountant, at=NOON)


def test_villagers_33_the_appraisal_is_held_once_a_year(hall: Hall) -> None:
    votes = {"present": 60, "satisfied": 50, "fair": 8, "dissatisfied": 2}
    given = {"organ": hall.village, "year": 2025, "held_on": date(2026, 1, 8), "by": hall.supervisor, "on": DAY}
    with pytest.raises(VillageError, match="超过参加人数"):
        operations.record_appraisal(**given, **{**votes, "present": 10})
    assert operations.record_appraisal(**given, **votes).satisfied == 50
    with pytest.raises(VillageError, match="已经登记"):
        operations.record_appraisal(**given, **votes)


def test_only_a_village_has_publishers(hall: Hall) -> None:
    clerk = person(hall.township, Role.VILLAGE_CLERK)
    with pytest.raises(VillageError, match="只有村"):
        operations.enter_publisher(organ=hall.township, kind="committee", name="x", by=clerk, on=DAY)
