"""The document library: issue, repeal, link to the page."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.permissions import require
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.models import DisclosureItem, NormativeDocument

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User


@transaction.atomic
def issue_document(
    *,
    organ: "Organ",
    kind: str,
    number: str,
    title: str,
    issued_on: date,
    by: "User | None",
    on: date,
    effective_on: date | None = None,
    expires_on: date | None = None,
    item: DisclosureItem | None = None,
    legality_reviewed_on: date | None = None,
    filed_on: date | None = None,
) -> NormativeDocument:
    """
    Enter a government rule or normative document in the library (`ogi:20(1)`); it takes effect on its day of issue unless told otherwise.

    :raises PublicationError: number or title is missing, the number is taken, or the dates are out of order.
    """
    require(by, "document.write", organ, on=on)
    number, title, effective = number.strip(), title.strip(), effective_on or issued_on
    if kind not in NormativeDocument.Kind.values:
        raise PublicationError("文件类别应为规章或者行政规范性文件。", field="kind")
    if not number or not title:
        raise PublicationError("文件须有标题和发文字号。请补充。", field="title" if number else "number")
    if NormativeDocument.objects.filter(organ=organ, number=number).exists():
        raise PublicationError(f"文号“{number}”已在文件库中。请核对。", field="number")
    if issued_on > on:
        raise PublicationError(f"制发日期{issued_on:%Y-%m-%d}晚于今天。", field="issued_on")
    if effective < issued_on or (expires_on and expires_on < effective):
        raise PublicationError("日期顺序应为：制发日期、施行日期、有效期至。请核对。", field="effective_on")
    document = NormativeDocument.objects.create(
        organ=organ,
        kind=kind,
        number=number,
        title=title,
        issued_on=issued_on,
        effective_on=effective,
        expires_on=expires_on,
        item=item,
        legality_reviewed_on=legality_reviewed_on,
        filed_on=filed_on,
    )
    append_event(
        organ=organ,
        kind="document.issued",
        subject=document,
        by=by,
        on=on,
        facts={"kind": kind, "number": number, "title": title, "issued_on": issued_on.isoformat()},
    )
    return document


@transaction.atomic
def repeal_document(
    *,
    document: NormativeDocument,
    repealed_on: date,
    reason: str,
    by: "User | None",
    on: date,
    replaced_by: NormativeDocument | None = None,
) -> NormativeDocument:
    """
    Repeal a document; `repealed_on` is the first day without it, and what replaces it is linked both ways.

    :raises PublicationError: it is repealed already, there is no reason, the day is out of order, or it would replace itself.
    """
    document = NormativeDocument.objects.select_for_update().get(pk=document.pk)
    require(by, "document.write", document.organ, on=on)
    if document.repealed_on is not None:
        raise PublicationError(f"{document}已于{document.repealed_on:%Y-%m-%d}废止。")
    if not reason.strip():
        raise PublicationError("没有写明废止的理由或者依据。", field="reason")
    if repealed_on < document.issued_on:
        raise PublicationError(f"废止日期不能早于制发日期{document.issued_on:%Y-%m-%d}。", field="repealed_on")
    if replaced_by is not None and replaced_by.pk == document.pk:
        raise PublicationError("文件不能由它自己替代。", field="replaced_by")
    document.repealed_on, document.repeal_reason, document.replaced_by = repealed_on, reason.strip()[:200], replaced_by
    document.save(update_fields=["repealed_on", "repeal_reason", "replaced_by"])
    append_event(
        organ=document.organ,
        kind="document.repealed",
        subject=document,
        by=by,
        on=on,
        facts={
            "repealed_on": repealed_on.isoformat(),
            "reason": reason.strip(),
            "replaced_by": replaced_by.number if replaced_by else None,
        },
    )
    return document


@transaction.atomic
def link_document(
    *, document: NormativeDocument, item: DisclosureItem, by: "User | None", on: date
) -> NormativeDocument:
    """
    Tie a document of the library to the item that carries its text, so that the page shows its validity.

    :raises PublicationError: the item belongs to another organ or to another document.
    """
    document = NormativeDocument.objects.select_for_update().get(pk=document.pk)
    require(by, "document.write", document.organ, on=on)
    if item.organ_id != document.organ_id:
        raise PublicationError("文件与公开信息不属于同一机关。", field="item")
    if NormativeDocument.objects.filter(item=item).exclude(pk=document.pk).exists():
        raise PublicationError("这条公开信息已与另一文件关联。", field="item")
    document.item = item
    document.save(update_fields=["item"])
    append_event(organ=document.organ, kind="document.linked", subject=document, by=by, on=on, facts={"item": item.pk})
    return document
