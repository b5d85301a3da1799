"""The standard catalogue entered as matters, and which of them do not concern an organ."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.permissions import require
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.models import CatalogEntry, NotInvolved
from gongkai.apps.publication.queries.coverage import is_covered
from gongkai.law.catalog import Field, Matter, standard_catalog

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User


@transaction.atomic
def enter_standard_catalog(*, by: "User | None", on: date) -> int:
    """
    Enter the fields and matters of the standard catalogue below the matters of the law (`grassroots2019:1`); give how many are new.

    :raises PublicationError: the matters of the law have not been entered before.
    """
    known = {entry.code: entry for entry in CatalogEntry.objects.filter(organ__isnull=True)}
    place = CatalogEntry.objects.filter(organ__isnull=True).aggregate(last=Max("position"))["last"] or 0
    new = 0
    for field in standard_catalog(on=on):
        if field.topic not in known:
            raise PublicationError(f"目录中还没有法定事项 {field.topic}，请先登记法定公开事项。")
        rows: list[Field | Matter] = [field, *field.matters]
        for row in rows:
            if row.id not in known:
                place, new = place + 1, new + 1
                parent = known[field.topic if row is field else field.id]
                known[row.id] = _enter(row, parent, place)
    del by
    return new


def _enter(row: Field | Matter, parent: CatalogEntry, place: int) -> CatalogEntry:
    label = row.full_label if isinstance(row, Matter) else row.label
    return CatalogEntry.objects.create(
        parent=parent,
        code=row.id,
        path=f"{parent.path}{row.id}/",
        label=label,
        short_label=label[:40],
        cites=" ".join(map(str, row.cites))[:120],
        organ_kinds=[kind.value for kind in row.organ_kinds],
        position=place,
    )


@transaction.atomic
def declare_not_involved(
    *, organ: "Organ", entry: CatalogEntry, reason: str, by: "User | None", on: date
) -> NotInvolved:
    """
    State that a matter does not concern the organ, with the reason that everybody can read (`ogi:22`).

    :raises PublicationError: there is no reason, it is stated already, or something is published under the matter.
    """
    require(by, "item.write", organ, on=on)
    if not reason.strip():
        raise PublicationError("请写明不涉及的理由，公众能看到。", field="reason")
    if NotInvolved.objects.filter(organ=organ, entry=entry, ended_on__isnull=True).exists():
        raise PublicationError(f"“{entry.label}”已说明不涉及。")
    if is_covered(organ, entry):
        raise PublicationError(f"“{entry.label}”下已有公开的信息，不能说明为不涉及。")
    stated = NotInvolved.objects.create(
        organ=organ, entry=entry, reason=reason.strip()[:200], declared_by=by, declared_on=on
    )
    facts = {"code": entry.code, "reason": stated.reason}
    append_event(organ=organ, kind="catalog.not_involved", subject=entry, by=by, on=on, facts=facts)
    return stated


@transaction.atomic
def involve_again(*, stated: NotInvolved, by: "User | None", on: date) -> NotInvolved:
    """
    End the statement that a matter does not concern the organ.

    :raises PublicationError: it has ended.
    """
    stated = NotInvolved.objects.select_for_update(of=("self",)).select_related("organ", "entry").get(pk=stated.pk)
    require(by, "item.write", stated.organ, on=on)
    if stated.ended_on is not None:
        raise PublicationError("这条说明已经取消。")
    stated.ended_on = on
    stated.save(update_fields=["ended_on"])
    facts = {"code": stated.entry.code}
    append_event(organ=stated.organ, kind="catalog.involved_again", subject=stated.entry, by=by, on=on, facts=facts)
    return stated
