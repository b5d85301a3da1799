"""Take in and answer requests to correct one's own record (`ogi:41`) and suggestions to publish (`ogi:44.2`)."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.apps.core import codes, uploads
from gongkai.apps.core.models import Upload
from gongkai.apps.core.numbering import next_number
from gongkai.apps.core.operations import append_event
from gongkai.apps.core.sealing import seal, unseal
from gongkai.apps.foi.letters.kept import stored
from gongkai.apps.foi.letters.organ import mark_of, organ_facts
from gongkai.apps.foi.letters.steps import REFUSALS, Draft, series_of
from gongkai.apps.foi.models import FoiRequest, MatterFile, SideMatter
from gongkai.apps.foi.operations.flow import FoiError, LetterRefused
from gongkai.apps.foi.operations.intake import ApplicantData, keep_applicant
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import require
from gongkai.law.letter_texts import compose, letter_number
from gongkai.law.letters import letter_kind

Kind, Result = SideMatter.Kind, SideMatter.Result
SERIAL_WORDS = {Kind.RECORD_CORRECTION: "更正", Kind.PROMOTION: "公开建议"}
LETTERS = {Kind.RECORD_CORRECTION: "L31", Kind.PROMOTION: "L32"}
#: How either kind may end.
RESULTS = {
    Kind.RECORD_CORRECTION: (Result.CORRECTED, Result.FORWARDED, Result.DIRECTED, Result.NOT_CORRECTED),
    Kind.PROMOTION: (Result.PUBLISHED, Result.WILL_PUBLISH, Result.NOT_IN_SCOPE, Result.FORWARDED),
}


@dataclass(frozen=True)
class MatterWords:
    """What is asked: a name for it, and the whole in the person's own words."""

    title: str
    words: str


@transaction.atomic
def take_matter(
    *,
    organ: Organ,
    kind: SideMatter.Kind,
    key: str,
    by: User | None,
    at: datetime,
    applicant: ApplicantData,
    said: MatterWords,
    about: FoiRequest | None = None,
    files: Iterable[Upload] = (),
) -> tuple[SideMatter, str]:
    """
    Take a matter in; give it with the code that opens it.

    Sent again with the same key, which only the sender knows, it is the one taken before with a new code, because the first answer may
    never have arrived.


    :raises FoiError: nobody asks, nothing is said, or it is a village.
    """
    on = timezone.localdate(at)
    require(by, "foi.register", organ, on=on)
    before = SideMatter.objects.filter(organ=organ, key=key).first()
    code = codes.new_code()
    if before is not None:
        before.code_hash = codes.kept(code).hash
        before.save(update_fields=["code_hash"])
        return before, code
    if organ.kind == Organ.Kind.VILLAGE:
        raise FoiError(_("村（居）民委员会不是行政机关，请向乡镇人民政府提出。"))
    if not applicant.name.strip():
        raise FoiError(_("请填写您的姓名。"))
    if not said.title.strip() or not said.words.strip():
        raise FoiError(_("请写明是哪项信息，以及您的要求和理由。"))
    number = next_number(organ=organ, kind=f"matter.{kind.value}", year=on.year)
    matter = SideMatter.objects.create(
        organ=organ,
        kind=kind,
        key=key,
        public_key=secrets.token_urlsafe(12),
        code_hash=codes.kept(code).hash,
        year=on.year,
        number=number,
        serial=f"{organ.short_name}{SERIAL_WORDS[kind]}〔{on.year}〕{number}号",
        applicant=keep_applicant(organ, applicant),
        about=about,
        title_sealed=seal(said.title.strip()),
        words_sealed=seal(said.words.strip()),
        submitted_at=at,
        received_on=on,
    )
    for upload in files:
        if upload.derivative is not None:
            MatterFile.objects.create(matter=matter, file=upload.derivative, name=upload.name)
            uploads.claim(upload=upload, subject=matter)
    append_event(
        organ=organ, kind=f"matter.{kind.value}", subject=matter, by=by, on=on, facts={"serial": matter.serial}
    )
    return matter, code


@transaction.atomic
def answer_matter(
    *, matter: SideMatter, by: User, on: date, result: SideMatter.Result, words: str, approved_by: User
) -> SideMatter:
    """
    Answer a matter with its letter L31 or L32, which is kept with its hash like every other.

    :param words: what was found and done, as a sentence of the letter without its full stop.
    :raises FoiError: answered already, or this kind cannot end so.
    :raises LetterRefused: the letter lacks something.
    """
    matter = SideMatter.objects.select_for_update().select_related("organ", "applicant").get(pk=matter.pk)
    require(by, "foi.handle", matter.organ, on=on)
    require(approved_by, "foi.approve", matter.organ, on=on)
    if matter.result:
        raise FoiError(f"“{matter.serial}”已于{matter.answered_on:%Y-%m-%d}答复，不能重复答复。")
    if result not in RESULTS[Kind(matter.kind)]:
        raise FoiError(f"“{matter.get_kind_display()}”不能以“{result.label}”办结，请另选。")
    if on < matter.received_on:
        raise FoiError(f"答复日期不能早于收到日期{matter.received_on:%Y-%m-%d}。")
    matter.result, matter.answered_on, matter.answered_by, matter.approved_by = result.value, on, by, approved_by
    _write_letter(matter, words.strip(), on=on)
    matter.save()
    facts = {"result": result.value, "letter": matter.letter_serial, "digest": matter.letter_digest}
    append_event(organ=matter.organ, kind="matter.answered", subject=matter, by=by, on=on, facts=facts)
    return matter


def _write_letter(matter: SideMatter, words: str, *, on: date) -> None:
    kind = letter_kind(LETTERS[Kind(matter.kind)])
    facts = {**organ_facts(matter.organ, on=on), **_facts(matter, words), "number": "（签发时取号）"}
    try:
        text = compose(kind, facts, on=on)
        number = next_number(organ=matter.organ, kind=f"letter.{series_of(kind)}", year=on.year)
        serial = letter_number(kind, mark=mark_of(matter.organ), year=on.year, sequence=number)
    except REFUSALS as error:
        raise LetterRefused(str(error)) from error
    kept = stored(Draft(kind, text, facts, on), number=serial)
    matter.letter_serial, matter.letter_content, matter.letter_digest = serial, seal(kept.json()), kept.digest


def _facts(matter: SideMatter, words: str) -> dict[str, Any]:
    title = unseal(matter.title_sealed)
    result = Result(matter.result).label
    return {
        "applicant": unseal(matter.applicant.name_sealed),
        "applicant_kind": matter.applicant.kind,
        "registration_number": matter.serial,
        "received_on": matter.received_on,
        "title": title,
        "summary": f"“{matter.about.title if matter.about else title}”",
        "suggestion": title,
        "decision": f"{result}：{words}" if words and matter.kind == Kind.PROMOTION else result,
        "correction": words or result,
    }
