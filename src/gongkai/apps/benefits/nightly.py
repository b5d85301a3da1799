"""What happens every night: lists whose last day is over are taken down; what is public is looked at again."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from gongkai.apps.benefits import operations, queries
from gongkai.apps.benefits.models import ListScan, PublicNotice
from gongkai.documents.personal_data import Severity, scan_text, veil
from gongkai.documents.personal_data.findings import Kind

#: A place where something public stands, and its text.
Place = tuple[str, str]
Reader = Callable[[PublicNotice], Iterable[Place]]
_KINDS = {"id_number": Kind.ID_NUMBER, "bank_card": Kind.BANK_CARD, "phone": Kind.MOBILE}
_MOST = 50


def take_down_expired(*, at: datetime) -> int:
    """Take down every list whose last day is over; give their number."""
    due = list(queries.due_for_take_down(on=timezone.localdate(at)))
    for notice in due:
        operations.close_notice(notice=notice, ending=PublicNotice.Ending.EXPIRED, by=None, at=at)
    return len(due)


def scan_public(notices: QuerySet[PublicNotice], read: Reader, *, at: datetime) -> list[ListScan]:
    """
    Look at everything public about these notices and record what was found.

    :param read: gives the texts of every public place where a notice could show; the faces know where that is.
    """
    made = []
    for notice in notices.select_related("batch", "organ"):
        places = list(read(notice))
        made.append(
            operations.record_scan(
                notice=notice, places=len(places), findings=findings_in(notice, places), by=None, at=at
            )
        )
    return made


def findings_in(notice: PublicNotice, places: Sequence[Place]) -> list[dict[str, Any]]:
    """Search public texts for values of the list itself, and for anything that looks like a personal number."""
    found: list[dict[str, Any]] = []
    secrets = set(queries.secrets_of(notice.batch))
    office = {
        "".join(filter(str.isdigit, phone)) for phone in (notice.phone, notice.organ.phone, notice.organ.tip_phone)
    }
    for where, text in places:
        tokens = _digit_runs(text)
        for field, value in secrets:
            if value in tokens or (value in text and not value.isdigit()):
                found.append({"where": where, "kind": _KINDS[field].value, "masked": veil(_KINDS[field], value)})
        for finding in scan_text(text):
            personal = finding.severity is Severity.BLOCK and finding.kind in _KINDS.values()
            if personal and not any(digits and digits.startswith(finding.masked.rstrip("*")) for digits in office):
                found.append({"where": where, "kind": finding.kind.value, "masked": finding.masked})
    return found[:_MOST]


def _digit_runs(text: str) -> frozenset[str]:
    """Give every run of digits in a text, and every one with a check character behind it."""
    runs: set[str] = set()
    run = ""
    for character in f"{text} ":
        if character.isdigit() or (character in "Xx" and len(run) == 17):
            run += character
        else:
            if len(run) >= 7:
                runs.add(run)
            run = ""
    return frozenset(runs)
