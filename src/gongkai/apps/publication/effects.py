"""What publication owes to the outside after the commit: the search knows exactly what is public now."""

from collections.abc import Iterator

from django.utils import timezone

from gongkai.apps.core import outbox, search, uploads
from gongkai.apps.core.models import Event
from gongkai.apps.publication.models import DisclosureItem, ItemVersion
from gongkai.documents.personal_data import Kind

SEARCH_KIND = "item"
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
    )


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
