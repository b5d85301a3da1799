"""Write down what a village discloses, let the supervisors sign it, make it public."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.apps.core import uploads
from gongkai.apps.core.models import Upload
from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.permissions import require
from gongkai.apps.organs.queries import calendar_of
from gongkai.apps.villages.errors import VillageError
from gongkai.apps.villages.models import DisclosurePhoto, VillageDisclosure, VillagePublisher
from gongkai.documents.personal_data import blocking, scan_text
from gongkai.law import villages as law

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User

State = VillageDisclosure.State
KEY_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True)
class Content:
    """
    What is disclosed: a text, and for finances lines of (what, income, expense) in yuan as texts.

    `nothing` says that nothing occurred in the period; the text then says why.
    """

    title: str = ""
    text: str = ""
    lines: Sequence[tuple[str, str, str]] = ()
    nothing: bool = False


@transaction.atomic
def draft(
    *,
    organ: "Organ",
    matter: str,
    day: date,
    content: Content,
    by: "User",
    at: datetime,
    corrects: VillageDisclosure | None = None,
) -> VillageDisclosure:
    """
    Write down a matter for the period in which `day` lies.

    :raises VillageError: unknown matter, no publisher, the period is open or done, personal numbers in the text, impossible amounts.
    """
    on = timezone.localdate(at)
    require(by, "village.write", organ, on=on)
    known = {one.id: one for one in law.matters(on=day)}
    if matter not in known:
        raise VillageError("没有这个公开事项。请从列表中选择。", field="matter")
    one = known[matter]
    publisher = VillagePublisher.objects.filter(organ=organ, kind=one.publisher).first()
    if publisher is None:
        label = VillagePublisher.Kind(one.publisher).label
        raise VillageError(f"本村还没有登记“{label}”。请先登记公开主体。", field="matter")
    period = law.period_of(one, day, calendar=calendar_of(organ))
    _check_period(organ, period, corrects)
    text, lines = _checked(content)
    made = VillageDisclosure(
        organ=organ,
        publisher=publisher,
        public_key="".join(secrets.choice(KEY_LETTERS) for _ in range(12)),
        matter=matter,
        period_first=period.first,
        period_last=period.last,
        due_on=period.due_on,
        title=content.title.strip() or f"{one.label}（{period.label}）",
        text=text,
        lines=lines,
        nothing=content.nothing,
        corrects=corrects,
        drafted_by=by,
        drafted_at=at,
    )
    made.hash = hash_of(made, [])
    made.save()
    append_event(
        organ=organ, kind="village.drafted", subject=made, by=by, on=on, at=at,
        facts={"matter": matter, "period": period.label, "hash": made.hash},
    )  # fmt: skip
    return made


def _check_period(organ: "Organ", period: law.Period, corrects: VillageDisclosure | None) -> None:
    if period.matter.rhythm == "at_once":
        return
    same = VillageDisclosure.objects.filter(organ=organ, matter=period.matter.id, period_first=period.first)
    if corrects is None and same.exclude(state=State.WITHDRAWN).exists():
        raise VillageError(
            f"{period.label}的“{period.matter.label}”已经填报。需要修改的，请更正原来的公开。", field="day"
        )
    if corrects is not None and (corrects.organ_id != organ.pk or corrects.matter != period.matter.id):
        raise VillageError("更正的公开与原来的不是同一事项。", field="day")


def _checked(content: Content) -> tuple[str, list[list[str]]]:
    text = content.text.strip()
    if content.nothing and not text:
        raise VillageError("没有发生的，请写一句说明，如“本季度没有发展党员”。", field="text")
    if not content.nothing and not text and not content.lines:
        raise VillageError("请填写内容。", field="text")
    rows: list[list[str]] = []
    for number, (what, income, expense) in enumerate(content.lines, 1):
        for value in (income, expense):
            if value and _yuan(value) is None:
                raise VillageError(f"第{number}笔的金额“{value}”不是数字。", field="lines")
        rows.append([what.strip(), income.strip(), expense.strip()])
    shown = "\n".join([content.title, text, *(row[0] for row in rows)])
    if found := blocking(scan_text(shown)):
        raise VillageError(
            f"内容里有不能公开的个人信息（{found[0].masked}{'等' if len(found) > 1 else ''}），请删去。",
            field="text",
            cites=["ogi:15", "pipl:28.1"],
        )
    return text, rows


def _yuan(text: str) -> Decimal | None:
    try:
        found = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


@transaction.atomic
def attach(*, disclosure: VillageDisclosure, upload: Upload, title: str, by: "User", at: datetime) -> DisclosurePhoto:
    """
    Add a picture or table; the upload came through `core.uploads.take`, and only its rebuilt form is shown.

    :raises VillageError: handed in already, or the upload shows personal data.
    """
    disclosure = VillageDisclosure.objects.select_for_update().get(pk=disclosure.pk)
    on = timezone.localdate(at)
    require(by, "village.write", disclosure.organ, on=on)
    if disclosure.state != State.DRAFT:
        raise VillageError("已经提交审签，不能再加附件。")
    open_ = [one for one in uploads.standing(upload, on=on).obstacles if one.code != "unread"]
    if open_:
        raise VillageError(open_[0].message, field="file", cites=["ogi:15"])
    uploads.claim(upload=upload, subject=disclosure)
    position = disclosure.photos.count() + 1
    made = DisclosurePhoto.objects.create(
        disclosure=disclosure, upload=upload, title=title.strip() or upload.name, position=position
    )
    disclosure.hash = hash_of(disclosure, list(disclosure.photos.values_list("upload__derivative__sha256", flat=True)))
    disclosure.save(update_fields=["hash"])
    append_event(
        organ=disclosure.organ, kind="village.attached", subject=disclosure, by=by, on=on, at=at,
        facts={"sha256": upload.derivative.sha256 if upload.derivative else ""},
    )  # fmt: skip
    return made


def hash_of(disclosure: VillageDisclosure, files: Sequence[str]) -> str:
    """Give the SHA-256 over everything that the supervisors sign."""
    body = [
        disclosure.matter, disclosure.period_first.isoformat(), disclosure.title, disclosure.text,
        disclosure.lines, disclosure.nothing, list(files),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(body, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def submit(*, disclosure: VillageDisclosure, by: "User", at: datetime) -> VillageDisclosure:
    """
    Hand a disclosure to the supervisors.

    :raises VillageError: it is no draft.
    """
    disclosure = VillageDisclosure.objects.select_for_update().get(pk=disclosure.pk)
    require(by, "village.write", disclosure.organ, on=timezone.localdate(at))
    if disclosure.state != State.DRAFT:
        raise VillageError(f"现为“{disclosure.get_state_display()}”，不能提交。")
    disclosure.state = State.SUBMITTED
    disclosure.save(update_fields=["state"])
    append_event(
        organ=disclosure.organ, kind="village.submitted", subject=disclosure, by=by, on=timezone.localdate(at), at=at,
        facts={"hash": disclosure.hash},
    )  # fmt: skip
    return disclosure


@transaction.atomic
def sign(
    *, disclosure: VillageDisclosure, seen_hash: str, passed: bool, by: "User", at: datetime, note: str = ""
) -> VillageDisclosure:
    """
    Sign a disclosure off as a supervisor, which makes it public, or return it (`villagers2018:32`, `villagers:37`).

    A member who wrote it may not sign it; a corrected disclosure takes the place of the old one.

    :raises VillageError: not handed in, changed since it was looked at, the same person, or returned without a reason.
    """
    disclosure = VillageDisclosure.objects.select_for_update().select_related("organ").get(pk=disclosure.pk)
    on = timezone.localdate(at)
    require(by, "village.sign", disclosure.organ, on=on)
    if disclosure.state != State.SUBMITTED:
        raise VillageError(f"现为“{disclosure.get_state_display()}”，不能审签。")
    if seen_hash != disclosure.hash:
        raise VillageError("内容已有变化，请刷新后重新查看。")
    if by.pk == disclosure.drafted_by_id:
        raise VillageError("您参与了填报，不能审签。", cites=["villagers2018:32"])
    if not passed and not note.strip():
        raise VillageError("退回时须写明意见。", field="note")
    disclosure.note = note.strip()
    if passed:
        disclosure.state, disclosure.signed_by, disclosure.signed_at = State.PUBLISHED, by, at
        disclosure.signed_hash = disclosure.hash
    else:
        disclosure.state = State.DRAFT
    disclosure.save()
    if passed and disclosure.corrects_id:
        VillageDisclosure.objects.filter(pk=disclosure.corrects_id).update(state=State.WITHDRAWN)
    facts = {"hash": disclosure.hash, "passed": passed, "note": disclosure.note}
    append_event(organ=disclosure.organ, kind="village.signed", subject=disclosure, by=by, on=on, at=at, facts=facts)
    return disclosure


@transaction.atomic
def withdraw(*, disclosure: VillageDisclosure, reason: str, by: "User", at: datetime) -> VillageDisclosure:
    """
    Take a disclosure back.

    :raises VillageError: it is not public, or the reason is missing.
    """
    disclosure = VillageDisclosure.objects.select_for_update().select_related("organ").get(pk=disclosure.pk)
    require(by, "village.write", disclosure.organ, on=timezone.localdate(at))
    if disclosure.state != State.PUBLISHED:
        raise VillageError("没有公开，不能撤回。")
    if not reason.strip():
        raise VillageError("请写明撤回的原因。", field="reason")
    disclosure.state, disclosure.note = State.WITHDRAWN, reason.strip()
    disclosure.save(update_fields=["state", "note"])
    append_event(
        organ=disclosure.organ, kind="village.withdrawn", subject=disclosure, by=by, on=timezone.localdate(at), at=at,
        facts={"reason": disclosure.note},
    )  # fmt: skip
    return disclosure
