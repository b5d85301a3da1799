"""Who handles an application, who may know of it, and which applications belong together."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from gongkai.apps.core.operations import append_event
from gongkai.apps.foi.models import FoiLink, FoiRequest, RestrictedReader
from gongkai.apps.foi.operations.flow import FoiError, locked
from gongkai.apps.organs.models import User
from gongkai.apps.organs.permissions import require


@transaction.atomic
def link(*, source: FoiRequest, target: FoiRequest, relation: FoiLink.Relation, by: User | None, on: date) -> FoiLink:
    """
    Tie two applications of one organ together.

    :raises FoiError: they belong to different organs, or are the same.
    """
    require(by, "foi.handle", source.organ, on=on)
    if source.pk == target.pk or source.organ_id != target.organ_id:
        raise FoiError("只能关联本机关的另一件申请。")
    tie, created = FoiLink.objects.get_or_create(source=source, target=target, relation=relation)
    if created:
        facts = {"target": target.serial, "relation": relation.value}
        append_event(organ=source.organ, kind="foi.linked", subject=source, by=by, on=on, facts=facts)
    return tie


@transaction.atomic
def hand_over(*, foi: FoiRequest, by: User | None, on: date, holder: User) -> FoiRequest:
    """
    Give an application to another clerk.

    :raises NotPermitted: the new holder's post does not allow handling.
    """
    foi = locked(foi, "foi.handle", by=by, on=on)
    require(holder, "foi.handle", foi.organ, on=on)
    foi.holder = holder
    foi.save(update_fields=["holder"])
    append_event(organ=foi.organ, kind="foi.handed_over", subject=foi, by=by, on=on, facts={"holder": holder.pk})
    return foi


@transaction.atomic
def restrict(*, foi: FoiRequest, by: User, on: date, readers: Iterable[User]) -> FoiRequest:
    """Let only named people know that the case exists; the person who restricts is one of them."""
    foi = locked(foi, "foi.approve", by=by, on=on)
    keep_among(foi, [by, *readers])
    append_event(
        organ=foi.organ, kind="foi.restricted", subject=foi, by=by, on=on, facts={"readers": foi.readers.count()}
    )
    return foi


def keep_among(foi: FoiRequest, readers: Iterable[User]) -> None:
    foi.restricted = True
    foi.save(update_fields=["restricted"])
    for reader in {reader.pk: reader for reader in readers}.values():
        RestrictedReader.objects.get_or_create(foi=foi, user=reader)
