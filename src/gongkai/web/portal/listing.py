"""How an item stands in a list: as a line for people, as an entry of a feed, with its files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication.models import Attachment, DisclosureItem, NormativeDocument
from gongkai.apps.publication.queries import Validity, portal, validity
from gongkai.apps.publication.queries.portal import LibraryEntry
from gongkai.law import terms
from gongkai.web.access import today
from gongkai.web.portal import feeds
from gongkai.web.portal.frame import FeedLink
from gongkai.web.portal.words import term, topic_label
from gongkai.web.ui.text import file_size

VALIDITY_KINDS = MappingProxyType(
    {
        Validity.IN_FORCE: "ok",
        Validity.NOT_YET_EFFECTIVE: "info",
        Validity.EXPIRED: "warn",
        Validity.REPEALED: "warn",
    }
)
#: Kinds of files that keep their ending in their address, so that a server without the application names their type rightly.
SERVED_ENDINGS = frozenset(
    {"pdf", "docx", "xlsx", "pptx", "doc", "xls", "ppt", "wps", "et", "ofd", "odt", "ods", "csv", "txt", "zip", "rar"}
    | {"jpg", "jpeg", "png", "gif", "webp", "mp3", "mp4"}
)
#: Fields of the list as data, with their headings in the CSV; the labels are those of the glossary.
COLUMNS = MappingProxyType(
    {
        "index_number": terms.label("index_number"),
        "title": "名称",
        "document_number": terms.label("document_number"),
        "organ": terms.label("publishing_organ"),
        "organ_code": "机构代码",
        "topic": "主题",
        "topic_code": "主题代码",
        "kind": "体裁",
        "produced_on": terms.label("signed_on"),
        "published_at": terms.label("published_on"),
        "corrected_at": "更正日期",
        "validity": terms.label("validity"),
        "source": terms.label("source"),
        "digest": "内容校验值",
    }
)


@dataclass(frozen=True)
class Line:
    """An item as a line of a list: under its title what it is, and at most one mark in words."""

    item: DisclosureItem
    url: str
    meta: str
    badge: str = ""
    kind: str = "neutral"


@dataclass(frozen=True)
class Named:
    """A document named in a chain, with its page where it has one."""

    title: str
    number: str
    url: str


@dataclass(frozen=True)
class Standing:
    """How a document of the library stands today, in words and colour, with what it replaced and what replaced it."""

    entry: LibraryEntry
    validity: str
    colour: str
    replaced_by: Named | None
    replaces: tuple[Named, ...]


@dataclass(frozen=True)
class FileLink:
    """A file to download, as the list of files shows it."""

    name: str
    url: str
    size: int
    digest: str
    kind: str


def lines_of(items: Sequence[DisclosureItem], *, with_organ: bool = False) -> list[Line]:
    """Give the lines of a list; the files are read for all of them at once."""
    attached = portal.attachments_of(items)
    return [_line(item, attached.get(item.pk, ()), with_organ=with_organ) for item in items]


def _line(item: DisclosureItem, attached: Sequence[Attachment], *, with_organ: bool) -> Line:
    topic = item.catalog_entry
    parts = [
        item.organ.short_name if with_organ else "",
        topic_label(topic.code, topic.short_label or topic.label) if topic else "",
        item.document_number,
        _files(attached),
        _("%(day)s 更正") % {"day": f"{item.corrected_at:%Y-%m-%d}"} if item.corrected_at else "",
    ]
    badge, kind = badge_of(item, on=today())
    return Line(item, item_url(item), " · ".join(part for part in parts if part), badge, kind)


def _files(attached: Sequence[Attachment]) -> str:
    """Say what is attached: 附件 2 个（xlsx 84 KB，pdf 310 KB）."""
    if not attached:
        return ""
    said = _("，").join(f"{ending(one)} {file_size(one.file.size)}".strip() for one in attached[:3])
    count = ngettext("附件 %(n)s 个（%(files)s）", "附件 %(n)s 个（%(files)s）", len(attached))
    return count % {"n": len(attached), "files": said + ("…" if len(attached) > 3 else "")}


def badge_of(item: DisclosureItem, *, on: date) -> tuple[str, str]:
    """Give the mark of an item, words and colour: how its document stands in law; nothing for other items."""
    document = getattr(item, "normative_document", None)
    if document is None:
        return "", "neutral"
    found = validity(document, on=on)
    return validity_label(found), VALIDITY_KINDS[found]


def validity_label(found: Validity) -> str:
    """Give the words of a validity in the language of the page; the glossary has two of the four."""
    match found:
        case Validity.REPEALED:
            return _("已废止")
        case Validity.NOT_YET_EFFECTIVE:
            return _("尚未施行")
        case _:
            return term(found.value)


def standing_of(entry: LibraryEntry) -> Standing:
    """Say how a document stands and where it is in its chain."""
    return Standing(
        entry=entry,
        validity=validity_label(entry.validity),
        colour=VALIDITY_KINDS[entry.validity],
        replaced_by=_named(entry.replaced_by) if entry.replaced_by else None,
        replaces=tuple(map(_named, entry.replaces)),
    )


def _named(document: NormativeDocument) -> Named:
    item = document.item
    return Named(item.title if item else document.title, document.number, item_url(item) if item else "")


def ending(attachment: Attachment) -> str:
    """Give the ending of a file's name, in small letters."""
    _stem, dot, tail = attachment.file.name.rpartition(".")
    return tail.lower() if dot and len(tail) <= 5 else ""


def item_url(item: DisclosureItem) -> str:
    """Give the permanent address of an item's page."""
    return reverse("portal:item", args=[item.organ.code, item.public_key])


def file_of(item: DisclosureItem, attachment: Attachment) -> FileLink:
    """Give the link to a file of an item's published version."""
    file = attachment.file
    place = [item.organ.code, item.public_key, attachment.position, served_ending(attachment)]
    return FileLink(
        attachment.title, reverse("portal:item-file", args=place), file.size, file.sha256, ending(attachment)
    )


def served_ending(attachment: Attachment) -> str:
    """Give the ending of a file's address; what a browser might run or draw as a page of this site is only `bin`."""
    found = ending(attachment)
    return found if found in SERVED_ENDINGS else "bin"


def entry_of(item: DisclosureItem, *, on: date) -> feeds.Entry:
    """
    Give an item as an entry of a feed; words are Chinese whatever the reader's language, for they are data.

    :raises ValueError: the item is not public.
    """
    if item.published_at is None or item.published_version is None:
        raise ValueError(f"信息“{item.public_key}”没有公开，不能列入数据。")
    document = getattr(item, "normative_document", None)
    topic = item.catalog_entry
    return feeds.Entry(
        key=item.public_key,
        url=item_url(item),
        title=item.title,
        published_at=item.published_at,
        changed_at=item.corrected_at or item.published_at,
        summary=item.abstract,
        fields={
            "index_number": item.index_number,
            "title": item.title,
            "document_number": item.document_number,
            "organ": item.organ.name,
            "organ_code": item.organ.code,
            "topic": topic.label if topic else "",
            "topic_code": topic.code if topic else "",
            "kind": item.kind,
            "produced_on": item.produced_on,
            "published_at": item.published_at,
            "corrected_at": item.corrected_at,
            "validity": validity(document, on=on).value if document else "",
            "source": item.source,
            "digest": item.published_version.hash,
        },
    )


def feed_links(
    route: str, organ: Organ | None, *place: str | int, query: Mapping[str, str | int | None] | None = None
) -> list[FeedLink]:
    """Give the addresses of a list as Atom, JSON and CSV; `place` is what the route takes between organ and format."""
    kept = urlencode({name: value for name, value in (query or {}).items() if value})
    tail = f"?{kept}" if kept else ""
    before = [*([organ.code] if organ else []), *place]
    return [
        FeedLink(label, reverse(route, args=[*before, kind]) + tail, feeds.MEDIA_TYPES[kind].split(";", 1)[0])
        for kind, label in (("atom", "RSS"), ("json", "JSON"), ("csv", "CSV"))
    ]
