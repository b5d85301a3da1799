"""The content of an item as it is handed in, written down and hashed; its text is made safe in `body`."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from gongkai.apps.core.models import StoredFile
from gongkai.apps.publication.models import CatalogEntry, DisclosureItem, ItemVersion


@dataclass(frozen=True)
class Heads:
    """
    The head fields of an item. Dates: `produced_on` is that of the text (成文), `formed_on` that from which the 20 working days run.

    An item that is not proactive needs `withheld_reason`; without `review_on` it is looked at again after the period of the law.
    """

    title: str
    kind: str
    produced_on: date
    disclosure_attribute: str
    formed_on: date | None = None
    document_number: str = ""
    abstract: str = ""
    catalog_entry: CatalogEntry | None = None
    source: str = ""
    mode: str = ""
    withheld_reason: str = ""
    withheld_cites: str = ""
    review_on: date | None = None

    def as_json(self) -> dict[str, Any]:
        """Give what a version keeps and its hash covers; the date of the next look may move without a new version."""
        kept = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "review_on"}
        kept["catalog_entry"] = self.catalog_entry.pk if self.catalog_entry else None
        kept["formed_on"] = self.formed_on or self.produced_on
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in kept.items()}


@dataclass(frozen=True)
class Attached:
    """A file to attach, and the title that readers see."""

    file: StoredFile
    title: str


@dataclass(frozen=True)
class Content:
    """What somebody wants to save: head fields, body as HTML, attachments in their order."""

    heads: Heads
    body: str = ""
    attachments: tuple[Attached, ...] = ()


def heads_of(version: ItemVersion) -> Heads:
    """Read the head fields back from a version."""
    kept = dict(version.heads)
    entry = kept.pop("catalog_entry")
    for name in ("produced_on", "formed_on"):
        kept[name] = date.fromisoformat(kept[name])
    return Heads(catalog_entry=CatalogEntry.objects.get(pk=entry) if entry else None, **kept)


def content_of(version: ItemVersion) -> Content:
    """Read a whole version back, to start another from it."""
    attachments = version.attachments.select_related("file")
    return Content(
        heads=heads_of(version),
        body=version.body_html,
        attachments=tuple(Attached(attachment.file, attachment.title) for attachment in attachments),
    )


def put_heads(item: DisclosureItem, heads: Heads) -> None:
    """Copy the head fields into an item, unsaved."""
    for field in fields(heads):
        if field.name != "review_on":
            setattr(item, field.name, getattr(heads, field.name))
    item.formed_on = heads.formed_on or heads.produced_on


def digest(
    *,
    public_key: str,
    number: int,
    heads: Mapping[str, Any],
    body_html: str,
    attachments: Iterable[tuple[str, str]],
) -> str:
    """Compute the SHA-256 that stands for one version; item and number are part of it, so no two versions share one."""
    whole = [public_key, number, heads, body_html, [list(attachment) for attachment in attachments]]
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of(version: ItemVersion) -> str:
    """Compute the hash anew from what is stored."""
    attachments = version.attachments.order_by("position").values_list("file__sha256", "title")
    return digest(
        public_key=version.item.public_key,
        number=version.number,
        heads=version.heads,
        body_html=version.body_html,
        attachments=attachments,
    )


def same(version: ItemVersion, heads: Mapping[str, Any], body_html: str, attachments: Sequence[Attached]) -> bool:
    """Tell whether a version already says exactly this."""
    kept = list(version.attachments.order_by("position").values_list("file__sha256", "title"))
    new = [(attached.file.sha256, attached.title) for attached in attachments]
    return (version.heads, version.body_html, kept) == (dict(heads), body_html, new)
