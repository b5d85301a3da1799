"""Begin an item from an uploaded file, and add pictures to a text."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.apps.core import uploads
from gongkai.apps.core.models import StoredFile, Upload
from gongkai.apps.core.operations import append_event
from gongkai.apps.publication.access import day_of, permit_person
from gongkai.apps.publication.content import Attached, Content, Heads
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.importing import PICTURES, Reading
from gongkai.apps.publication.models import DisclosureItem
from gongkai.apps.publication.operations.items import draft_item
from gongkai.apps.publication.queries.suggestions import likely_place

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User


@transaction.atomic
def draft_from_file(
    *, organ: "Organ", reading: Reading, by: "User", at: datetime, responsible: "User | None" = None
) -> DisclosureItem:
    """
    Begin an item with the text of a file; head fields are what the file says of itself, the rest is guessed for a person to look at.

    :param reading: made by `importing.read`, outside the transaction.
    :raises PublicationError: the file has no name and no title.
    """
    on = day_of(at)
    permit_person(by, "item.write", organ, on=on)
    suggested = reading.suggested
    place = likely_place(organ, suggested.title)
    produced_on = suggested.produced_on if suggested.produced_on and suggested.produced_on <= on else on
    heads = Heads(
        title=suggested.title,
        kind=place.kind,
        produced_on=produced_on,
        disclosure_attribute=DisclosureItem.Attribute.PROACTIVE,
        document_number=suggested.document_number,
        catalog_entry=place.entry,
        source=(suggested.organ or organ.name)[:120],
    )
    body, attachments = _with_pictures(reading)
    if reading.goes_beside and reading.upload.derivative is not None:
        attachments.append(Attached(reading.upload.derivative, reading.upload.name[:200]))
    item = draft_item(
        organ=organ, content=Content(heads, body, tuple(attachments)), by=by, at=at, responsible=responsible
    )
    for upload in {one.pk: one for one in (reading.upload, *reading.pictures)}.values():
        uploads.claim(upload=upload, subject=item)
    append_event(
        organ=organ,
        kind="item.imported",
        subject=item,
        by=by,
        on=on,
        at=at,
        facts={
            "upload": reading.upload.pk,
            "file": reading.upload.name,
            "dropped": [list(pair) for pair in reading.dropped],
            "edges": list(reading.body.edges)[:4],
            "like": place.like.title if place.like else "",
        },
    )
    return item


def _with_pictures(reading: Reading) -> tuple[str, list[Attached]]:
    html, attachments = reading.body.html, dict[str, Attached]()
    for number, picture in enumerate(reading.pictures):
        kept = picture.derivative
        if kept is not None:
            html = html.replace(f'src="picture:{number}"', f'src="sha256:{kept.sha256}"')
            attachments.setdefault(kept.sha256, Attached(kept, picture.name[:200]))
    return html, list(attachments.values())


@transaction.atomic
def add_picture(*, organ: "Organ", upload: Upload, by: "User", at: datetime) -> StoredFile:
    """
    Take an uploaded picture for the text of an item of the organ.

    :raises PublicationError: the file is no picture.
    """
    permit_person(by, "item.write", organ, on=day_of(at))
    if upload.derivative is None or upload.derivative.media_type not in PICTURES:
        raise PublicationError("这个文件不是图片。请选择 JPG 或者 PNG 图片；其他文件请作为附件上传。", field="file")
    return upload.derivative
