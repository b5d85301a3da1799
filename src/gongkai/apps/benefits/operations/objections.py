"""Objections to a list on notice: taken from anybody, answered by the office that took them."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from gongkai.apps.benefits.errors import BenefitError
from gongkai.apps.benefits.keys import new_code
from gongkai.apps.benefits.models import Objection, PublicNotice
from gongkai.apps.benefits.reach import answering, permit
from gongkai.apps.core.operations import append_event
from gongkai.apps.core.sealing import seal

if TYPE_CHECKING:
    from gongkai.apps.organs.models import User

LONGEST = 2_000


@transaction.atomic
def object_to(
    *,
    notice: PublicNotice,
    channel: str,
    text: str,
    by: "User | None",
    on: date,
    name: str = "",
    contact: str = "",
) -> Objection:
    """
    Take an objection (`convention:53`); `by=None` is somebody on the public page, who need not say a name.

    :raises BenefitError: the notice is over, or there is no text.
    """
    notice = PublicNotice.objects.select_for_update().select_related("organ").get(pk=notice.pk)
    if by is not None:
        permit(by, "benefit.review", answering(notice.organ), on=on)
    if notice.closed_at is not None or not notice.starts_on <= on <= notice.ends_on:
        raise BenefitError("公示已经结束。如有问题，请直接联系受理单位。")
    if not text.strip():
        raise BenefitError("请写明您认为名单中哪里不对。", field="text")
    if len(text) > LONGEST:
        raise BenefitError(f"内容超过{LONGEST}字。请简要说明。", field="text")
    if channel not in Objection.Channel.values:
        raise BenefitError("没有这种提出异议的方式。", field="channel")
    number = (notice.objections.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Objection.objects.create(
        notice=notice,
        number=number,
        code=new_code(),
        channel=channel,
        received_on=on,
        text=seal(text.strip()),
        name=seal(name.strip()),
        contact=seal(contact.strip()),
    )
    append_event(
        organ=notice.organ, kind="notice.objected", subject=notice, by=by, on=on,
        facts={"number": number, "channel": channel},
    )  # fmt: skip
    return made


@transaction.atomic
def answer_objection(*, objection: Objection, outcome: str, answer: str, by: "User", on: date) -> Objection:
    """
    Close an objection with its outcome and the answer; one that is upheld is followed by a corrected list.

    :raises BenefitError: it is closed, or outcome or answer are missing.
    """
    objection = Objection.objects.select_for_update().select_related("notice__organ").get(pk=objection.pk)
    organ = objection.notice.organ
    permit(by, "benefit.review", answering(organ), on=on)
    if objection.outcome:
        raise BenefitError("这件异议已经处理。")
    if outcome not in Objection.Outcome.values:
        raise BenefitError("没有选择处理结果。请从列表中选择。", field="outcome")
    if not answer.strip():
        raise BenefitError("请写明核实情况和答复。", field="answer")
    objection.outcome, objection.answer = outcome, seal(answer.strip())
    objection.handled_by, objection.handled_on = by, on
    objection.save(update_fields=["outcome", "answer", "handled_by", "handled_on"])
    append_event(
        organ=organ, kind="notice.objection_answered", subject=objection.notice, by=by, on=on,
        facts={"number": objection.number, "outcome": outcome},
    )  # fmt: skip
    return objection
