"""Issue a letter: take its number, keep its text sealed with the hash, note it in the chain; no file is made here."""

from gongkai.apps.core.numbering import next_number
from gongkai.apps.core.operations import append_event
from gongkai.apps.core.sealing import seal
from gongkai.apps.foi.letters.kept import stored
from gongkai.apps.foi.letters.organ import mark_of
from gongkai.apps.foi.letters.steps import Draft, series_of
from gongkai.apps.foi.models import FoiRequest, Letter
from gongkai.apps.organs.models import User
from gongkai.law.letter_texts import letter_number


def issue(foi: FoiRequest, draft: Draft, *, by: User | None, approved_by: User | None = None) -> Letter:
    """
    Issue a composed letter in the caller's transaction.

    :raises gongkai.apps.core.numbering.NotInTransaction: there is none.
    :raises gongkai.law.letters.WrongNumber: the organ's mark spoils the number.
    """
    letter = write(foi, draft, by=by, approved_by=approved_by)
    facts = {"letter": letter.kind, "serial": letter.serial, "digest": letter.digest}
    append_event(organ=foi.organ, kind="foi.letter_issued", subject=letter, by=by, on=draft.on, facts=facts)
    return letter


def write(foi: FoiRequest, draft: Draft, *, by: User | None, approved_by: User | None = None) -> Letter:
    """
    Take the number of a composed letter and keep its text; the caller notes it in the chain.

    :raises gongkai.law.letters.WrongNumber: the organ's mark spoils the number.
    """
    year, series = draft.on.year, series_of(draft.kind)
    number = next_number(organ=foi.organ, kind=f"letter.{series}", year=year) if series else None
    serial = letter_number(draft.kind, mark=mark_of(foi.organ), year=year, sequence=number) if number else ""
    kept = stored(draft, number=serial)
    return Letter.objects.create(
        foi=foi,
        kind=draft.kind.code,
        recipient=draft.kind.to.value,
        addressee_sealed=seal(kept.addressee),
        series=series,
        year=year,
        number=number,
        serial=serial,
        issued_on=draft.on,
        issued_by=by,
        approved_by=approved_by,
        content=seal(kept.json()),
        digest=kept.digest,
    )
