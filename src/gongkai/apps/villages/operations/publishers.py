"""Who publishes in a village, and the yearly appraisal."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.permissions import require
from gongkai.apps.villages.errors import VillageError
from gongkai.apps.villages.models import VillageAppraisal, VillagePublisher

if TYPE_CHECKING:
    from gongkai.apps.organs.models import User


@transaction.atomic
def enter_publisher(
    *, organ: Organ, kind: str, name: str, by: "User | None", on: date, credit_code: str = "", phone: str = ""
) -> VillagePublisher:
    """
    Enter or rename a publisher of a village (`villagers2018:30`, `collective:45`).

    :raises VillageError: the organ is no village, the kind is unknown or the name is missing.
    """
    require(by, "village.write", organ, on=on)
    if organ.kind != Organ.Kind.VILLAGE:
        raise VillageError("只有村才登记村级公开主体。")
    if kind not in VillagePublisher.Kind.values or not name.strip():
        raise VillageError("请选择类别并填写名称。", field="name")
    made, _created = VillagePublisher.objects.update_or_create(
        organ=organ,
        kind=kind,
        defaults={"name": name.strip(), "credit_code": credit_code, "phone": phone},
        create_defaults={"name": name.strip(), "credit_code": credit_code, "phone": phone, "since_on": on},
    )
    facts = {"kind": kind, "name": made.name}
    append_event(organ=organ, kind="village.publisher_entered", subject=made, by=by, on=on, facts=facts)
    return made


@transaction.atomic
def record_appraisal(
    *,
    organ: Organ,
    year: int,
    held_on: date,
    present: int,
    satisfied: int,
    fair: int,
    dissatisfied: int,
    by: "User",
    on: date,
    remarks: str = "",
) -> VillageAppraisal:
    """
    Record the yearly appraisal; the supervisors hold it (`villagers2018:33.1`).

    :raises VillageError: recorded already, more votes than people, or a day that lies ahead.
    """
    require(by, "village.sign", organ, on=on)
    if held_on > on:
        raise VillageError("评议日期不能晚于今天。", field="held_on")
    if satisfied + fair + dissatisfied > present or not present:
        raise VillageError(f"票数合计{satisfied + fair + dissatisfied}，超过参加人数{present}。", field="present")
    if VillageAppraisal.objects.filter(organ=organ, year=year).exists():
        raise VillageError(f"{year}年的评议已经登记。", field="year")
    made = VillageAppraisal.objects.create(
        organ=organ, year=year, held_on=held_on, present=present, satisfied=satisfied, fair=fair,
        dissatisfied=dissatisfied, remarks=remarks.strip(), recorded_by=by,
    )  # fmt: skip
    facts = {"year": year, "present": present, "satisfied": satisfied, "fair": fair, "dissatisfied": dissatisfied}
    append_event(organ=organ, kind="village.appraised", subject=made, by=by, on=on, facts=facts)
    return made
