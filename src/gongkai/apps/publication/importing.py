"""An uploaded file as the beginning of an item: its text, its pictures, and what it says about its own head fields."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from gongkai.apps.core import files, uploads
from gongkai.apps.core.models import StoredFile, Upload
from gongkai.apps.publication.access import day_of
from gongkai.apps.publication.body import plain_text
from gongkai.apps.publication.content import Attached
from gongkai.apps.publication.errors import PublicationError
from gongkai.documents.markup import Body, Suggested, body_of, suggest

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User

#: Kinds whose page cannot show all the file shows; the file goes with the item.
BESIDE = frozenset({"pdf", "xlsx", "csv"})
#: A document with more pictures is a brochure; it goes beside the text.
MOST_PICTURES = 30
#: What a text can show as a picture.
PICTURES = ("image/jpeg", "image/png")


@dataclass(frozen=True)
class Reading:
    """
    What an upload yields for an item: text, pictures (uploads of their own, in the order of `picture:0` …), head fields.

    `dropped` is everything that the page will not have, by words a clerk understands.
    """

    upload: Upload
    body: Body
    pictures: tuple[Upload, ...]
    suggested: Suggested
    dropped: tuple[tuple[str, int], ...]

    @property
    def goes_beside(self) -> bool:
        """Tell whether the file itself should be attached."""
        return self.upload.kind in BESIDE or not self.body.blocks


def read(upload: Upload, *, by: "User", at: datetime) -> Reading:
    """
    Read an upload; takes a moment and starts child processes, so call it outside a transaction.

    :raises PublicationError: the file was refused when it came, or holds too many pictures.
    :raises Refused: its text cannot be read.
    :raises UploadRefused: a picture of it cannot be made safe.
    """
    if upload.derivative is None:
        raise PublicationError(f"“{upload.name}”没有通过检查：{upload.refusal}", field="file")
    text = uploads.text_of(upload)
    body = body_of(
        kind=upload.kind, data=files.read(upload.derivative), text=text, grids=uploads.preview_of(upload).grids
    )
    if len(body.pictures) > MOST_PICTURES:
        raise PublicationError(
            f"文件里有{len(body.pictures)}张图片，超过{MOST_PICTURES}张。请减少图片，或者新建后把文件作为附件上传。",
            field="file",
        )
    suggested = suggest(text, name=upload.name)
    rest = _without_head(body.blocks, suggested)
    counts: dict[str, int] = {}
    for one in (*upload.dropped, *(item.as_json() for item in body.dropped)):
        counts[_what(one)] = counts.get(_what(one), 0) + one["count"]
    pictures = (upload,) if upload.kind in ("jpeg", "png") else _pictures(upload, body, by=by, at=at)
    return Reading(upload, replace(body, blocks=rest), pictures, suggested, tuple(counts.items()))


def _pictures(upload: Upload, body: Body, *, by: "User", at: datetime) -> tuple[Upload, ...]:
    """Take every picture of a document as a file of its own, to be looked at before it goes out."""
    return tuple(
        uploads.take(
            organ=upload.organ,
            name=f"图{number}.{'jpg' if picture.media_type == 'image/jpeg' else 'png'}",
            data=picture.data,
            by=by,
            on=day_of(at),
            at=at,
            purpose="picture",
        )
        for number, picture in enumerate(body.pictures, 1)
    )


def _what(dropped: dict[str, Any]) -> str:
    return str(dropped["what"])


def _without_head(blocks: tuple[str, ...], suggested: Suggested) -> tuple[str, ...]:
    """Take red head, document number and title off the text: the page shows them itself."""
    used = {"".join(line.split()) for line in (*suggested.used, suggested.title)}
    place = 0
    while place < min(len(blocks), len(used) + 1) and "".join(plain_text(blocks[place]).split()) in used:
        place += 1
    return blocks[place:]


def pictures_of(organ: "Organ", sha256s: Sequence[str]) -> tuple[Attached, ...]:
    """
    Give the pictures of a text by their hashes, as attachments.

    :raises PublicationError: one of them was never uploaded at this organ.
    """
    known = {
        stored.sha256: stored
        for stored in StoredFile.objects.filter(organ=organ, sha256__in=sha256s, media_type__in=PICTURES).order_by(
            "-pk"
        )
    }
    if missing := [sha256 for sha256 in sha256s if sha256 not in known]:
        raise PublicationError(f"正文中有{len(missing)}张图片不在本机关的文件里。请重新插入图片。", field="body")
    return tuple(Attached(known[sha256], known[sha256].name[:200]) for sha256 in sha256s)
