"""The lanes beside the ordinary way: urgent items, release and take-down at a set time, penalties that were revoked, explainers."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.permissions import require
from gongkai.apps.publication import gate
from gongkai.apps.publication.access import day_of, permit_person
from gongkai.apps.publication.errors import PublicationBlocked, PublicationError, WrongState
from gongkai.apps.publication.models import DisclosureItem, ItemVersion
from gongkai.apps.publication.operations.items import OPEN_STATES
from gongkai.apps.publication.operations.publishing import publish, withdraw
from gongkai.apps.publication.operations.reviews import approve

if TYPE_CHECKING:
    from gongkai.apps.organs.models import User

State = DisclosureItem.State


@transaction.atomic
def mark_urgent(*, item: DisclosureItem, since: datetime, reason: str, by: "User", at: datetime) -> DisclosureItem:
    """
    Put an item on the urgent lane (`open-affairs2016:3`): its clocks run in hours from the event; every gate stays as it is.

    :param since: when it happened or became known.
    :raises WrongState: the item is public already.
    :raises PublicationError: there is no reason, or the time lies ahead.
    """
    item = DisclosureItem.objects.select_for_update().get(pk=item.pk)
    permit_person(by, "item.write", item.organ, on=day_of(at))
    if item.state not in OPEN_STATES:
        raise WrongState(item, step="转入紧急办理", needs="改为草稿")
    if not reason.strip():
        raise PublicationError("没有写明紧急事由。请写明是什么事件。", field="urgent_reason")
    if since > at:
        raise PublicationError("事件发生或者获知的时间不能晚于现在。", field="urgent_since")
    item.urgent_since, item.urgent_reason = since, reason.strip()[:200]
    item.save(update_fields=["urgent_since", "urgent_reason"])
    facts = {"since": since.isoformat(), "reason": item.urgent_reason}
    append_event(organ=item.organ, kind="item.urgent", subject=item, by=by, on=day_of(at), at=at, facts=facts)
    return item


@transaction.atomic
def approve_and_publish(
    *, item: DisclosureItem, version: ItemVersion, by: "User", at: datetime, note: str = ""
) -> DisclosureItem:
    """
    Approve the version that was looked at and publish it at once: the leader's one decision.

    :raises StaleVersion: a newer version was saved meanwhile.
    :raises SamePerson: the approver wrote part of the item or made its secrecy review.
    :raises PublicationBlocked: what the law demands is missing; the approval is not kept either.
    """
    approve(item=item, version=version, by=by, at=at, passed=True, note=note)
    return publish(item=item, by=by, at=at)


@transaction.atomic
def schedule_release(*, item: DisclosureItem, release_at: datetime | None, by: "User", at: datetime) -> DisclosureItem:
    """
    Let an approved item be published at a set time, or take that back with None; the time of publication is the server's all the same.

    :raises WrongState: the item is not approved.
    :raises PublicationError: the time has passed already, or lies beyond the last day of `ogi:26`.
    """
    item = DisclosureItem.objects.select_for_update().select_related("organ").get(pk=item.pk)
    on = day_of(at)
    permit_person(by, "item.approve", item.organ, on=on)
    if item.state != State.APPROVED:
        raise WrongState(item, step="定时发布", needs="审批")
    if release_at is not None and release_at <= at:
        raise PublicationError("定时发布的时间已经过去。请选择以后的时间，或者直接发布。", field="release_at")
    if faults := gate.blockers(item, on=on):
        raise PublicationBlocked(faults)
    item.release_at = release_at
    item.save(update_fields=["release_at"])
    facts = {"release_at": release_at.isoformat() if release_at else None}
    append_event(organ=item.organ, kind="item.release_scheduled", subject=item, by=by, on=on, at=at, facts=facts)
    return item


@transaction.atomic
def schedule_takedown(
    *, item: DisclosureItem, takedown_at: datetime | None, by: "User", at: datetime
) -> DisclosureItem:
    """
    Let a public item be taken down at a set time, because its period ends then; None takes that back.

    :raises WrongState: the item is not public.
    :raises PublicationError: the time has passed already.
    """
    item = DisclosureItem.objects.select_for_update().get(pk=item.pk)
    permit_person(by, "item.withdraw", item.organ, on=day_of(at))
    if item.published_at is None or item.withdrawn_at is not None:
        raise WrongState(item, step="定时撤下", needs="发布")
    if takedown_at is not None and takedown_at <= at:
        raise PublicationError("定时撤下的时间已经过去。请选择以后的时间，或者直接撤回。", field="takedown_at")
    item.takedown_at = takedown_at
    item.save(update_fields=["takedown_at"])
    facts = {"takedown_at": takedown_at.isoformat() if takedown_at else None}
    append_event(
        organ=item.organ, kind="item.takedown_scheduled", subject=item, by=by, on=day_of(at), at=at, facts=facts
    )
    return item


@transaction.atomic
def carry_out_schedule(*, item: DisclosureItem, by: "User | None", at: datetime) -> DisclosureItem | None:
    """
    Publish or take down one item whose time has come; the gate is asked again.

    An item that the gate refuses keeps its state, loses its time and leaves an event with the reasons, so that somebody sees to it; None
    is given then, and where nothing was due.
    """
    item = DisclosureItem.objects.select_for_update().get(pk=item.pk)
    if item.takedown_at is not None and item.takedown_at <= at and item.withdrawn_at is None:
        ground = DisclosureItem.WithdrawalGround.EXPIRED
        return withdraw(item=item, ground=ground, by=by, at=at, note="公开期满，定时撤下")
    if item.release_at is None or item.release_at > at or item.state != State.APPROVED:
        return None
    try:
        with transaction.atomic():
            return publish(item=item, by=by, at=at)
    except PublicationError as error:
        item.release_at = None
        item.save(update_fields=["release_at"])
        facts = {"reason": str(error)}
        append_event(
            organ=item.organ, kind="item.release_failed", subject=item, by=by, on=day_of(at), at=at, facts=facts
        )
        return None


@transaction.atomic
def record_revocation(*, item: DisclosureItem, revoked_on: date, by: "User", at: datetime) -> DisclosureItem:
    """
    Record that a published penalty decision was changed, revoked or found unlawful; it must come down within three days (`penalty:48.2`).

    :raises WrongState: the item is not public.
    :raises PublicationError: it is no enforcement item, or the day lies ahead.
    """
    item = DisclosureItem.objects.select_for_update().get(pk=item.pk)
    on = day_of(at)
    permit_person(by, "item.write", item.organ, on=on)
    if item.published_at is None or item.withdrawn_at is not None:
        raise WrongState(item, step="登记处罚决定被变更、撤销", needs="发布")
    if item.kind != DisclosureItem.Kind.ENFORCEMENT:
        raise PublicationError("只有行政执法类信息才登记处罚决定被变更、撤销。其他信息请直接撤回。", field="revoked_on")
    if revoked_on > on:
        raise PublicationError("处罚决定被变更、撤销的日期不能晚于今天。", field="revoked_on")
    item.revoked_on = revoked_on
    item.save(update_fields=["revoked_on"])
    facts = {"revoked_on": revoked_on.isoformat()}
    append_event(organ=item.organ, kind="item.revocation_recorded", subject=item, by=by, on=on, at=at, facts=facts)
    return item


@transaction.atomic
def link_explainer(
    *, explainer: DisclosureItem, explains: DisclosureItem, by: "User | None", on: date
) -> DisclosureItem:
    """
    Tie an explainer to the policy it explains; both pages lead to the other (`nx-points2022:1`).

    :raises PublicationError: the two are one, or the other is no policy of the same organ.
    """
    explainer = DisclosureItem.objects.select_for_update().get(pk=explainer.pk)
    require(by, "item.write", explainer.organ, on=on)
    if explains.pk == explainer.pk or explains.organ_id != explainer.organ_id:
        raise PublicationError("解读应当对应本机关的另一条政策文件。请另选。", field="explains")
    if explainer.kind != DisclosureItem.Kind.EXPLAINER:
        raise PublicationError("只有体裁为“政策解读”的信息才能关联政策文件。", field="explains")
    explainer.explains = explains
    explainer.save(update_fields=["explains"])
    append_event(
        organ=explainer.organ,
        kind="item.explainer_linked",
        subject=explainer,
        by=by,
        on=on,
        facts={"explains": explains.pk, "title": explains.title},
    )
    return explainer
