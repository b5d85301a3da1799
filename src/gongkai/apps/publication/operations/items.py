"""Draft, save, submit, correct; look again at what is withheld."""

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.apps.core.operations import append_event
from gongkai.apps.publication import gate
from gongkai.apps.publication.access import day_of, permit_person
from gongkai.apps.publication.body import masked_html, safe_html
from gongkai.apps.publication.content import Content, content_of, same
from gongkai.apps.publication.errors import EditConflict, PublicationBlocked, PublicationError, WrongState
from gongkai.apps.publication.models import DisclosureItem, ItemVersion, Review
from gongkai.apps.publication.numbers import new_public_key
from gongkai.apps.publication.versions import apply_heads, checked_heads, next_look, write_version

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User

State = DisclosureItem.State
OPEN_STATES = frozenset({State.DRAFT, State.SUBMITTED, State.REVIEWED, State.APPROVED})


@transaction.atomic
def draft_item(
    *,
    organ: "Organ",
    content: Content,
    by: "User",
    at: datetime,
    responsible: "User | None" = None,
    index_number: str = "",
) -> DisclosureItem:
    """
    Begin an item with its first version.

    :param index_number: only for items taken over from elsewhere, which keep theirs; others get one when they are published.
    :raises IncompleteHeads: a head field is missing or does not fit.
    :raises PublicationError: the index number is taken.
    """
    on = day_of(at)
    permit_person(by, "item.write", organ, on=on)
    heads = checked_heads(content.heads, organ=organ, on=on)
    if index_number and DisclosureItem.objects.filter(organ=organ, index_number=index_number).exists():
        raise PublicationError(f"索引号“{index_number}”已被使用，索引号不重复使用。请核对。", field="index_number")
    item = DisclosureItem(
        organ=organ,
        public_key=new_public_key(),
        index_number=index_number,
        responsible=responsible or by,
        drafted_by=by,
        drafted_at=at,
    )
    apply_heads(item, heads)
    item.save(force_insert=True)
    version = write_version(
        item,
        number=1,
        heads=heads.as_json(),
        body_html=safe_html(content.body),
        content=content,
        by=by,
        at=at,
        note="",
    )
    facts = {"title": heads.title, "version": 1, "hash": version.hash, "attribute": heads.disclosure_attribute}
    append_event(organ=organ, kind="item.drafted", subject=item, by=by, on=on, at=at, facts=facts)
    return item


@transaction.atomic
def save_version(
    *, item: DisclosureItem, based_on: int, content: Content, by: "User", at: datetime, note: str = ""
) -> ItemVersion:
    """
    Save changed content as a new version; reviews and approval of the version before no longer count.

    Saving what the newest version already says gives that version back, unless it was returned.

    :param based_on: the number of the version that the change started from.
    :raises EditConflict: another version was saved since; both are in the exception.
    :raises WrongState: the item is published (then `correct`) or withdrawn.
    """
    item = DisclosureItem.objects.select_for_update().get(pk=item.pk)
    permit_person(by, "item.write", item.organ, on=day_of(at))
    if item.state not in OPEN_STATES:
        raise WrongState(item, step="修改", needs="转入更正")
    return _save(item, based_on=based_on, content=content, by=by, at=at, note=note, event="item.version_saved")


@transaction.atomic
def correct(
    *, item: DisclosureItem, based_on: int, content: Content, reason: str, by: "User", at: datetime
) -> ItemVersion:
    """
    Begin the correction of a published item; the published version stays public until the new one has gone the whole way.

    :raises WrongState: the item is not published, or a correction is under way.
    :raises PublicationError: there is no reason, or nothing was changed.
    """
    item = DisclosureItem.objects.select_for_update().get(pk=item.pk)
    permit_person(by, "item.write", item.organ, on=day_of(at))
    if item.state != State.PUBLISHED:
        raise WrongState(item, step="更正", needs="发布")
    if not reason.strip():
        raise PublicationError("没有写明更正的理由。请写明改了什么、为什么改。", field="reason", cites=["ogi:6"])
    newest = gate.newest_version(item)
    version = _save(item, based_on=based_on, content=content, by=by, at=at, note=reason, event="item.correction_begun")
    if version.pk == newest.pk:
        raise PublicationError("内容与已发布的版本相同，没有需要更正的地方。")
    return version


@transaction.atomic
def mask_text(*, item: DisclosureItem, based_on: int, by: "User", at: datetime) -> ItemVersion:
    """
    Put **** where personal data stand in the text, as a new version; title and files are not touched.

    :raises WrongState: the item is published or withdrawn.
    :raises PublicationError: there is nothing to mask.
    """
    content = content_of(gate.newest_version(item))
    masked = masked_html(content.body)
    if masked == content.body:
        raise PublicationError("正文中没有可以遮盖的个人信息。名称和附件中的请分别修改。", field="body")
    return save_version(
        item=item, based_on=based_on, content=replace(content, body=masked), by=by, at=at, note="遮盖正文中的个人信息"
    )


@transaction.atomic
def drop_correction(*, item: DisclosureItem, reason: str, by: "User", at: datetime) -> DisclosureItem:
    """
    Give a correction up: the published version stays as it is, the versions written meanwhile stay on record.

    :raises WrongState: no correction is under way.
    """
    item = DisclosureItem.objects.select_for_update().get(pk=item.pk)
    permit_person(by, "item.write", item.organ, on=day_of(at))
    if item.published_version is None or item.state not in OPEN_STATES:
        raise WrongState(item, step="放弃更正", needs="开始更正")
    newest = gate.newest_version(item)
    content = content_of(item.published_version)
    _write_next(item, newest, content=content, by=by, at=at, note=f"放弃更正：{reason}")
    item.state = State.PUBLISHED
    item.save(update_fields=["state"])
    append_event(
        organ=item.organ,
        kind="item.correction_dropped",
        subject=item,
        by=by,
        on=day_of(at),
        at=at,
        facts={"version": newest.number, "reason": reason},
    )
    return item


@transaction.atomic
def submit(*, item: DisclosureItem, by: "User", at: datetime) -> DisclosureItem:
    """
    Hand the newest version over to proof-reading and secrecy review (`ogi:17`).

    :raises WrongState: the item is no draft.
    :raises PublicationBlocked: head fields are missing.
    :raises PublicationError: this version was returned and has not been changed.
    """
    item = DisclosureItem.objects.select_for_update().get(pk=item.pk)
    on = day_of(at)
    permit_person(by, "item.write", item.organ, on=on)
    if item.state != State.DRAFT:
        raise WrongState(item, step="提交", needs="改为草稿")
    version = gate.newest_version(item)
    if faults := gate.faults_of_drafting(item, version, on=on):
        raise PublicationBlocked(faults)
    if _was_returned(version):
        raise PublicationError("这一版本已被退回。请按意见修改并保存后再提交。")
    item.state = State.SUBMITTED
    item.save(update_fields=["state"])
    facts = {"version": version.number, "hash": version.hash}
    append_event(organ=item.organ, kind="item.submitted", subject=item, by=by, on=on, at=at, facts=facts)
    return item


@transaction.atomic
def reassess_withheld(
    *, item: DisclosureItem, release: bool, reason: str, by: "User", at: datetime, review_on: date | None = None
) -> DisclosureItem:
    """
    Record the yearly look at something withheld (`ogi:18`): keep it with a new date, or release it into a new, proactive draft.

    :raises PublicationError: the item is not withheld, or there is no reason.
    """
    item = DisclosureItem.objects.select_for_update().get(pk=item.pk)
    on = day_of(at)
    permit_person(by, "item.write", item.organ, on=on)
    if item.review_on is None:
        raise PublicationError(f"“{item.title}”是主动公开的信息，不需要重新评估。")
    if not reason.strip():
        raise PublicationError(
            "没有写明评估的理由。请写明继续不公开或者转为公开的理由。", field="reason", cites=["ogi:18"]
        )
    if release:
        newest = gate.newest_version(item)
        content = content_of(newest)
        heads = replace(content.heads, disclosure_attribute=DisclosureItem.Attribute.PROACTIVE, formed_on=on)
        _write_next(item, newest, content=replace(content, heads=heads), by=by, at=at, note=reason)
        item.state = State.DRAFT
    else:
        item.review_on = review_on or next_look(item.organ, on=on)
    item.save()
    append_event(
        organ=item.organ,
        kind="item.released" if release else "item.kept_withheld",
        subject=item,
        by=by,
        on=on,
        at=at,
        facts={"reason": reason, "review_on": item.review_on.isoformat() if item.review_on else None},
    )
    return item


def _was_returned(version: ItemVersion) -> bool:
    refusals = [Review.Conclusion.RETURNED, Review.Conclusion.MUST_NOT, Review.Conclusion.PARTLY]
    return version.reviews.filter(conclusion__in=refusals).exists()


def _save(
    item: DisclosureItem, *, based_on: int, content: Content, by: "User", at: datetime, note: str, event: str
) -> ItemVersion:
    newest = gate.newest_version(item)
    if newest.number != based_on:
        raise EditConflict(mine=content, theirs=newest)
    heads = checked_heads(content.heads, organ=item.organ, on=day_of(at))
    unchanged = same(newest, heads.as_json(), safe_html(content.body), content.attachments)
    if unchanged and not _was_returned(newest):
        return newest
    version = _write_next(item, newest, content=replace(content, heads=heads), by=by, at=at, note=note)
    facts = {"version": version.number, "hash": version.hash, "state_before": item.state, "note": note}
    item.state, item.release_at = State.DRAFT, None
    item.save()
    append_event(organ=item.organ, kind=event, subject=item, by=by, on=day_of(at), at=at, facts=facts)
    return version


def _write_next(
    item: DisclosureItem, newest: ItemVersion, *, content: Content, by: "User", at: datetime, note: str
) -> ItemVersion:
    heads = checked_heads(content.heads, organ=item.organ, on=day_of(at))
    if item.published_at is None:
        apply_heads(item, heads)
    elif heads.disclosure_attribute != DisclosureItem.Attribute.PROACTIVE:
        raise PublicationError("已发布的信息不能改为不主动公开。确需停止公开的，请撤回。", field="disclosure_attribute")
    return write_version(
        item,
        number=newest.number + 1,
        heads=heads.as_json(),
        body_html=safe_html(content.body),
        content=content,
        by=by,
        at=at,
        note=note,
    )
