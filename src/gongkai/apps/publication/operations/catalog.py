"""The catalogue, and how index numbers are written."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.permissions import require
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.models import CatalogEntry, IndexNumbering
from gongkai.law.annual_report.model import OrganKind
from gongkai.law.publication import IndexNumberError, Topic, index_pattern, topics

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User


@transaction.atomic
def enter_legal_topics(*, by: "User | None", on: date) -> int:
    """Enter the matters that the law itself names (`ogi:20`, `ogi:21`) as the general catalogue; return how many are new."""
    known: dict[str, Topic] = {}
    for kind in OrganKind:
        known |= {topic.id: topic for topic in topics(kind, on=on)}
    present = set(CatalogEntry.objects.filter(organ__isnull=True).values_list("code", flat=True))
    fresh = [topic for code, topic in sorted(known.items()) if code not in present]
    CatalogEntry.objects.bulk_create(
        CatalogEntry(
            code=topic.id,
            path=f"{topic.id}/",
            label=topic.label,
            short_label=topic.short[:40],
            cites=" ".join(str(cite) for cite in topic.cites),
            organ_kinds=[kind.value for kind in topic.organ_kinds],
            position=place,
        )
        for place, topic in enumerate(fresh, start=len(present) + 1)
    )
    del by
    return len(fresh)


@transaction.atomic
def enter_catalog_entry(
    *,
    organ: "Organ",
    code: str,
    label: str,
    by: "User | None",
    on: date,
    parent: CatalogEntry | None = None,
    short_label: str = "",
    cites: str = "",
) -> CatalogEntry:
    """
    Add a matter of the organ's own catalogue, below a general one or one of its own (`ogi:22`).

    :raises PublicationError: code or label is missing or taken, or the parent belongs to another organ.
    """
    require(by, "item.write", organ, on=on)
    code, label = code.strip(), label.strip()
    if not code or "/" in code or not label:
        raise PublicationError("目录事项须有名称和代码，代码中不能有“/”。", field="label" if code else "code")
    if parent is not None and parent.organ_id not in (None, organ.pk):
        raise PublicationError(f"上级目录“{parent.label}”属于其他机关。", field="parent")
    if (
        CatalogEntry.objects.filter(code=code, organ__in=[organ]).exists()
        or CatalogEntry.objects.filter(code=code, organ__isnull=True).exists()
    ):
        raise PublicationError(f"目录代码“{code}”已被使用。", field="code")
    last = CatalogEntry.objects.filter(organ=organ).aggregate(last=Max("position"))["last"] or 0
    entry = CatalogEntry.objects.create(
        organ=organ,
        parent=parent,
        code=code,
        path=f"{parent.path if parent else ''}{code}/",
        label=label[:200],
        short_label=short_label.strip()[:40],
        cites=cites.strip()[:120],
        position=last + 1,
    )
    append_event(organ=organ, kind="catalog.entered", subject=entry, by=by, on=on, facts={"code": code, "label": label})
    return entry


@transaction.atomic
def retire_catalog_entry(*, entry: CatalogEntry, by: "User | None", on: date) -> CatalogEntry:
    """
    Stop using one of the organ's own matters; what is filed under it stays.

    :raises PublicationError: it is general, retired already, or items would lose their place in the tree.
    """
    entry = CatalogEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.organ is None:
        raise PublicationError(f"“{entry.label}”是法定公开事项，不能停用。", cites=entry.cites.split())
    require(by, "item.write", entry.organ, on=on)
    if entry.retired_on is not None:
        raise PublicationError(f"“{entry.label}”已停用。")
    entry.retired_on = on
    entry.save(update_fields=["retired_on"])
    append_event(organ=entry.organ, kind="catalog.retired", subject=entry, by=by, on=on, facts={"code": entry.code})
    return entry


@transaction.atomic
def set_index_numbering(*, organ: "Organ", pattern: str, prefix: str, by: "User | None", on: date) -> IndexNumbering:
    """
    Choose how the organ writes its index numbers from now on; numbers given stay as they are (`catalog-guide:1`).

    :raises PublicationError: the prefix does not fit.
    :raises NoRuleInForce: there is no such pattern.
    """
    require(by, "settings.write", organ, on=on)
    try:
        index_pattern(pattern, on=on).write(prefix=prefix, on=on, sequence=1)
    except IndexNumberError as error:
        raise PublicationError(str(error), field="prefix") from error
    numbering, _ = IndexNumbering.objects.update_or_create(organ=organ, defaults={"pattern": pattern, "prefix": prefix})
    append_event(
        organ=organ,
        kind="numbering.set",
        subject=numbering,
        by=by,
        on=on,
        facts={"pattern": pattern, "prefix": prefix},
    )
    return numbering
