"""What an item was made from."""

from dataclasses import dataclass

from gongkai.apps.core.models import Event
from gongkai.apps.publication.models import DisclosureItem


@dataclass(frozen=True)
class Import:
    """The file that an item began from: its name, what of it the page does not have, what its header and footer said."""

    file: str
    dropped: tuple[tuple[str, int], ...]
    edges: tuple[str, ...]
    like: str


def import_of(item: DisclosureItem) -> Import | None:
    """Give what the item was made from, as its event tells; None for one written by hand."""
    event = Event.objects.filter(subject_type=item._meta.label_lower, subject_id=item.pk, kind="item.imported").first()
    if event is None:
        return None
    facts = event.facts
    return Import(
        file=facts["file"],
        dropped=tuple((what, count) for what, count in facts["dropped"]),
        edges=tuple(facts["edges"]),
        like=facts["like"],
    )
