"""Gather the archive package of a case (`ogi:45`, `archives:14`): everything that was submitted, found, decided and sent."""

from contextlib import suppress
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from gongkai.apps.core import files
from gongkai.apps.core.models import Event
from gongkai.apps.core.sealing import unseal
from gongkai.apps.foi.letters import LetterNotKept, letter_document, letter_text
from gongkai.apps.foi.models import FoiRequest, Letter
from gongkai.documents.archiving import Piece, package
from gongkai.documents.writing import MissingFonts, letter_docx, letter_pdf
from gongkai.law.foi_flow import SubmissionChannel
from gongkai.law.terms import label


def packaged(foi: FoiRequest, *, on: date) -> dict[str, bytes]:
    """Give every file of the archive package of a case by its path."""
    letters = list(foi.letters.order_by("pk"))
    return package(
        _case(foi, on),
        facts=_facts(foi),
        letters=[_letter(letter) for letter in letters],
        events=[_event(event) for event in _events(foi, letters)],
        pieces=[*(piece for letter in letters for piece in _papers(letter)), *_files(foi)],
    )


def _case(foi: FoiRequest, on: date) -> dict[str, Any]:
    applicant = foi.applicant
    sealed = ("name", "id_number", "representative", "phone", "address", "email")
    return {
        "organ": foi.organ.name,
        "organ_code": foi.organ.code,
        "serial": foi.serial,
        "made_on": on.isoformat(),
        "applicant": {
            "kind": foi.applicant_kind,
            "id_type": applicant.id_type,
            **{name: unseal(getattr(applicant, f"{name}_sealed")) for name in sealed},
        },
        "channel": foi.channel,
        "submitted_at": foi.submitted_at.isoformat(),
        "title": foi.title,
        "document_number": foi.document_number,
        "description": foi.description,
        "received_on": _iso(foi.received_on),
        "due_on": _iso(foi.due_on),
        "closed_on": _iso(foi.closed_on),
        "outcome": foi.outcome,
        "searches": [
            {
                "addressee": order.addressee,
                "searched": order.searched,
                "keywords": order.keywords,
                "found": order.found,
                "words": order.words,
                "answered_by": order.answered_by,
                "answered_on": _iso(order.answered_on),
            }
            for order in foi.orders.filter(state="answered")
        ],
        "erased": [{"name": file.name, "erased_on": _iso(file.erased_on)} for file in foi.files.filter(file=None)],
    }


def _facts(foi: FoiRequest) -> list[tuple[str, str]]:
    told = [
        ("机关", foi.organ.name),
        ("编号", foi.serial),
        ("申请人", unseal(foi.applicant.name_sealed)),
        ("申请人类别", label(foi.applicant_kind)),
        ("提交渠道", SubmissionChannel(foi.channel).label),
        ("内容", foi.title),
        ("收到之日", str(foi.received_on or "")),
        ("答复期限", str(foi.due_on or "")),
        ("办结日期", str(foi.closed_on or "")),
        ("办理结果", label(foi.outcome) if foi.outcome else ""),
    ]
    return [(name, value) for name, value in told if value]


def _letter(letter: Letter) -> dict[str, Any]:
    try:
        text = letter_text(letter).json()
    except LetterNotKept:
        text = ""
    return {
        "serial": letter.serial,
        "label": letter.label,
        "issued_on": _iso(letter.issued_on),
        "digest": letter.digest,
        "text": text,
        "delivered_on": _iso(letter.delivered_on),
        "delivery": letter.delivery,
        "delivery_proof": letter.delivery_proof,
    }


def _papers(letter: Letter) -> list[Piece]:
    """Give a letter as PDF and as Word; a computer without fonts gives the Word file alone."""
    try:
        document = letter_document(letter)
    except LetterNotKept:
        return []
    name = f"letters/{letter.pk:06}-{letter.kind}"
    what = f"{letter.label} {letter.serial}".strip()
    found = [Piece(f"{name}.docx", letter_docx(document), what)]
    with suppress(MissingFonts):
        found.insert(0, Piece(f"{name}.pdf", letter_pdf(document), what))
    return found


def _files(foi: FoiRequest) -> list[Piece]:
    return [
        Piece(f"papers/{number:03}-{_plain(file.name)}", files.read(file.file), file.get_kind_display())
        for number, file in enumerate(foi.files.select_related("file"), start=1)
        if file.file is not None
    ]


def _plain(name: str) -> str:
    return "".join(letter if letter not in '/\\:*?"<>|' else "_" for letter in name)[-120:]


def _events(foi: FoiRequest, letters: list[Letter]) -> list[Event]:
    """Give the chain's events about the case and its letters, in the order of the chain."""
    own = Q(subject_type="foi.foirequest", subject_id=foi.pk)
    of_letters = Q(subject_type="foi.letter", subject_id__in=[letter.pk for letter in letters])
    return list(Event.objects.filter(own | of_letters, organ=foi.organ_id).order_by("sequence"))


def _event(event: Event) -> dict[str, Any]:
    return {
        "organ_id": event.organ_id,
        "sequence": event.sequence,
        "at": event.at.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds"),
        "on": event.on.isoformat(),
        "by_id": event.by_id,
        "by": str(event.by) if event.by else "",
        "kind": event.kind,
        "subject_type": event.subject_type,
        "subject_id": event.subject_id,
        "facts": event.facts,
        "previous_hash": event.previous_hash,
        "hash": event.hash,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
