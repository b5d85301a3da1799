"""Keep what somebody types while they type it, and throw it away."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.apps.publication.access import day_of, permit_person
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.models import DisclosureItem, Scratch

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User

#: So many characters of one form are kept; more is no text of a page.
MOST = 6_000_000


@transaction.atomic
def keep_scratch(
    *,
    organ: "Organ",
    item: DisclosureItem | None,
    typed: Mapping[str, str],
    based_on: int,
    by: "User",
    at: datetime,
) -> Scratch:
    """
    Keep an unsaved form, one for each person and item; it is nobody's record and makes no event.

    :raises PublicationError: there is more of it than any page holds.
    """
    permit_person(by, "item.write", organ, on=day_of(at))
    if sum(map(len, typed.values())) > MOST:
        raise PublicationError(f"内容超过{MOST // 10_000}万字符，没有暂存。请拆分。", field="body")
    place: dict[str, Any] = {"item": item, "by": by} if item else {"item": None, "organ": organ, "by": by}
    now = {"organ": organ, "typed": dict(typed), "based_on": based_on, "saved_at": at}
    kept, _created = Scratch.objects.update_or_create(**place, defaults=now)
    return kept


@transaction.atomic
def drop_scratch(*, organ: "Organ", item: DisclosureItem | None, by: "User", at: datetime) -> None:
    """Throw an unsaved form away, because it was saved or is not wanted."""
    permit_person(by, "item.write", organ, on=day_of(at))
    found = Scratch.objects.filter(by=by)
    (found.filter(item=item) if item else found.filter(organ=organ, item=None)).delete()
