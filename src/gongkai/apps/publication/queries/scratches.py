"""What is typed and not saved yet."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from gongkai.apps.publication.models import DisclosureItem, Scratch

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User

#: Somebody who typed within this time is still at it.
STILL_AT_IT = timedelta(minutes=10)


def scratch_of(*, organ: "Organ", item: DisclosureItem | None, by: "User") -> Scratch | None:
    """Give what the person has typed for this item, or for one not begun, and not saved."""
    found = Scratch.objects.filter(by=by)
    return (found.filter(item=item) if item else found.filter(organ=organ, item=None)).first()


def others_writing(item: DisclosureItem, *, by: "User", at: datetime) -> list[Scratch]:
    """Give who else is typing at this item just now."""
    found = Scratch.objects.filter(item=item, saved_at__gte=at - STILL_AT_IT).exclude(by=by)
    return list(found.select_related("by").order_by("-saved_at"))
