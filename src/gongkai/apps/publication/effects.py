"""What publication owes to the outside after the commit: the search knows exactly what is public now."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from gongkai.apps.core import outbox, search, uploads
from gongkai.apps.core.models import Event
from gongkai.apps.publication.models import DisclosureItem, ItemVersion, NormativeDocument
from gongkai.apps.publication.queries.documents import validity
from gongkai.documents.personal_data import Kind

SEARCH_KIND = "item"
#: How the search marks the form of an item and the validity of the document that it carries.
FORM_TAG, VALIDITY_TAG = "form:", "validity:"
#: So many characters of an attachment are searched.
MOST_ATTACHED = 200_000


@outbox.effect("search.index")
def index_in_search(event: Event) -> None:
    """Bring the search up to date with an item; what counts is its state now, not when the event happened."""
    refresh_search(_item(event))


@outbox.effect("search.remove")
def remove_from_search(event: Event) -> None:
    """Make the search forget an item that is no longer public."""
    refresh_search(_item(event))


def refresh_search(item: DisclosureItem) -> None:
    """Enter the published version of a public item, or forget the item."""
    version = item.published_version
    if version is None or item.published_at is None or item.withdrawn_at is not None:
        search.remove(SEARCH_KIND, item.pk)
        return
    search.index(
        organ=item.organ,
        kind=SEARCH_KIND,
        object_id=item.pk,
        title=item.title,
        number=item.document_number,
        text="\n".join(part for part in (item.abstract, version.body_text, *_attached_texts(version)) if part),
        url=public_path(item),
        published_on=timezone.localtime(item.published_at, timezone.get_default_timezone()).date(),
        tags=_tags(item),
    )


def _tags(item: DisclosureItem) -> list[str]:
    """Give what a search can be narrowed by: the form of the item, and how the document that it carries stands today."""
    document = NormativeDocument.objects.filter(item=item).first()
    standing = [f"{VALIDITY_TAG}{validity(document, on=timezone.localdate()).value}"] if document else []
    return [f"{FORM_TAG}{item.kind}", *standing]


@outbox.effect("search.document")
def index_document(event: Event) -> None:
    """Bring the search up to date with the item that carries a document of the library, and with those it replaced."""
    document = NormativeDocument.objects.select_related("item__organ", "item__published_version").get(
        pk=event.subject_id
    )
    for one in (document, *document.replaces.select_related("item__organ", "item__published_version")):
        if one.item is not None and one.item.published_at is not None:
            refresh_search(one.item)


outbox.follow("search.document", "document.issued", "document.repealed", "document.linked")


def refresh_turned(*, since: date, until: date) -> int:
    """
    Bring the search up to date with documents that began or ceased to bind by themselves from one day to another, both included.

    Returns how many.
    """
    turned = NormativeDocument.objects.filter(item__published_at__isnull=False, item__withdrawn_at__isnull=True).filter(
        Q(effective_on__range=(since, until))
        | Q(expires_on__range=(since - timedelta(days=1), until))
        | Q(repealed_on__range=(since, until))
    )
    found = [
        one.item for one in turned.select_related("item__organ", "item__published_version") if one.item is not None
    ]
    for item in found:
        refresh_search(item)
    return len(found)


def _attached_texts(version: ItemVersion) -> Iterator[str]:
    """Give title and text of every attachment; of a list with people in it only the title is found by searching."""
    for attachment in version.attachments.select_related("file__upload__text").order_by("position"):
        yield attachment.title
        upload = getattr(attachment.file, "upload", None)
        if upload is not None and Kind.NAME_IN_LIST.value not in upload.counts.get("findings", {}):
            yield uploads.text_of(upload)[:MOST_ATTACHED]


def public_path(item: DisclosureItem) -> str:
    """Give the public address of an item, which never changes."""
    return f"/item/{item.public_key}/"


def _item(event: Event) -> DisclosureItem:
    return DisclosureItem.objects.select_related("organ", "published_version").get(pk=event.subject_id)
