"""Write versions: the one place where content becomes a row."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from gongkai.apps.core import uploads
from gongkai.apps.publication.body import plain_text
from gongkai.apps.publication.content import Content, Heads, digest, put_heads
from gongkai.apps.publication.errors import IncompleteHeads
from gongkai.apps.publication.models import Attachment, DisclosureItem, ItemVersion
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines import deadline

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User

LONGEST = {"title": 200, "document_number": 80, "source": 120, "mode": 120, "withheld_cites": 120}


def checked_heads(heads: Heads, *, organ: "Organ", on: date) -> Heads:
    """
    Tidy the head fields and complete what the law completes.

    :raises IncompleteHeads: a field is missing, unknown or too long.
    """
    texts = {
        name: getattr(heads, name).replace("\x00", "").strip() for name in (*LONGEST, "abstract", "withheld_reason")
    }
    heads = replace(heads, **texts)
    _refuse_misfits(heads, organ)
    if heads.disclosure_attribute == DisclosureItem.Attribute.PROACTIVE:
        return replace(heads, withheld_reason="", withheld_cites="", review_on=None)
    if not heads.withheld_reason:
        raise IncompleteHeads(
            "没有写明不主动公开的理由。请写明理由和依据，以便定期重新评估。", field="withheld_reason", cites=["ogi:18"]
        )
    return replace(heads, review_on=heads.review_on or next_look(organ, on=on))


def next_look(organ: "Organ", *, on: date) -> date:
    """Give the day by which something withheld is to be looked at again (`ogi:18`)."""
    calendar = Calendar.for_area_code(organ.area_code)
    return deadline("publication.withheld_reassessment", on=on).due(on, calendar).day


def _refuse_misfits(heads: Heads, organ: "Organ") -> None:
    if not heads.title:
        raise IncompleteHeads("没有填写名称。请填写信息的名称。", field="title", cites=["ogi:12.3"])
    for name, limit in LONGEST.items():
        if len(getattr(heads, name)) > limit:
            label = getattr(DisclosureItem, name).field.verbose_name
            raise IncompleteHeads(
                f"“{label}”最多{limit}个字，现有{len(getattr(heads, name))}个字。请缩短。", field=name
            )
    if heads.kind not in DisclosureItem.Kind.values:
        raise IncompleteHeads(f"体裁“{heads.kind}”无法识别。请从列表中选择。", field="kind")
    if heads.disclosure_attribute not in DisclosureItem.Attribute.values:
        raise IncompleteHeads(
            "没有确定公开属性。请选择主动公开、依申请公开或者不予公开。",
            field="disclosure_attribute",
            cites=["open-affairs2016:1"],
        )
    entry = heads.catalog_entry
    if entry is not None and entry.organ_id not in (None, organ.pk):
        raise IncompleteHeads(f"目录事项“{entry.label}”属于其他机关。请另选。", field="catalog_entry")


def write_version(
    item: DisclosureItem,
    *,
    number: int,
    heads: Mapping[str, Any],
    body_html: str,
    content: Content,
    by: "User",
    at: datetime,
    note: str,
) -> ItemVersion:
    """Write one version with its attachments and its hash."""
    attachments = [(attached.file.sha256, attached.title) for attached in content.attachments]
    version = ItemVersion.objects.create(
        item=item,
        number=number,
        heads=heads,
        body_html=body_html,
        body_text=plain_text(body_html),
        hash=digest(
            public_key=item.public_key, number=number, heads=heads, body_html=body_html, attachments=attachments
        ),
        note=note[:200],
        saved_by=by,
        saved_at=at,
    )
    Attachment.objects.bulk_create(
        Attachment(version=version, file=attached.file, title=attached.title, position=place)
        for place, attached in enumerate(content.attachments, start=1)
    )
    for attached in content.attachments:
        if upload := uploads.upload_of(attached.file):
            uploads.claim(upload=upload, subject=item)
    return version


def apply_heads(item: DisclosureItem, heads: Heads) -> None:
    """Show the head fields of a version on its item, unsaved."""
    put_heads(item, heads)
    item.review_on = heads.review_on
