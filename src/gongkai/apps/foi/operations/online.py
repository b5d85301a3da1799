"""
Applying on line: a draft that is filled in page by page and handed in once (`ogi:29`, `ogi:31(3)`).

The draft is the key of the submission: whoever sends it again, because of a double click, the back button or a lost connection, gets
the application that the first sending made.
"""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.apps.core import codes, uploads
from gongkai.apps.core.models import Upload
from gongkai.apps.core.sealing import seal
from gongkai.apps.foi.answers import HELP, Answers, Problem, problems
from gongkai.apps.foi.models import ApplicantKind, Draft, DraftFile, FoiFile, FoiRequest, OnlineChannel
from gongkai.apps.foi.operations.flow import FoiError
from gongkai.apps.foi.operations.intake import ApplicantData, Wanted, enter
from gongkai.apps.foi.operations.several import advance_all
from gongkai.apps.foi.queries import answers_of, online_channel
from gongkai.apps.foi.submission import submission_digest
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import require
from gongkai.law.foi_flow import Event, EventKind

#: Files of one draft, and how long a draft that is not handed in is kept, in days.
FILES_AT_MOST, KEPT_DAYS = 10, 30
#: How many old drafts one new draft takes away.
_SWEPT = 20


class NotTakenOnline(FoiError):
    """The organ takes no applications on line, or no more."""

    def __init__(self, organ: Organ) -> None:
        super().__init__(
            _("%(organ)s没有开通网上申请，请当面、邮寄或者传真提交；已填写的内容可以打印。") % {"organ": organ.name}
        )


class NotComplete(FoiError):
    """A draft that cannot be handed in yet; `problems` say per field what to do."""

    def __init__(self, found: list[Problem]) -> None:
        self.problems = tuple(found)
        super().__init__(_("还有%(n)s处没有填好。") % {"n": len(found)})


@transaction.atomic
def start_draft(*, organ: Organ, by: User | None, at: datetime) -> tuple[Draft, str]:
    """
    Begin a draft; the code that opens it is given once and kept only as a hash. It will open the application too.

    :raises NotTakenOnline: the organ takes no applications on line.
    """
    require(by, "foi.register", organ, on=timezone.localdate(at))
    if online_channel(organ) is None:
        raise NotTakenOnline(organ)
    _sweep(at)
    code = codes.new_code()
    while Draft.objects.filter(code_index=codes.index_of(code)).exists():
        code = codes.new_code()
    kept = codes.kept(code)
    draft = Draft.objects.create(
        organ=organ,
        key=secrets.token_urlsafe(9),
        code_index=kept.index,
        code_hash=kept.hash,
        started_at=at,
        saved_at=at,
    )
    return draft, code


@transaction.atomic
def save_answers(*, draft: Draft, by: User | None, at: datetime, **changed: str) -> Answers:
    """
    Keep answers as they were typed, right or wrong, beside those given before.

    :raises FoiError: the draft was handed in already.
    """
    kept = _open(draft)
    answers = Answers.read(Answers(**{**vars(answers_of(kept)), **changed}).json())
    kept.answers_sealed, kept.saved_at = seal(answers.json()), at
    kept.save(update_fields=["answers_sealed", "saved_at"])
    return answers


@transaction.atomic
def attach(*, draft: Draft, by: User | None, kind: FoiFile.Kind, upload: Upload, at: datetime) -> DraftFile:
    """
    Add what was made anew from an upload.

    :raises FoiError: there are too many, the upload was refused, or the draft was handed in already.
    """
    kept = _open(draft)
    if kept.files.count() >= FILES_AT_MOST:
        raise FoiError(_("一件申请最多附%(n)s个文件。请先删去不需要的，或者合并后再传。") % {"n": FILES_AT_MOST})
    Draft.objects.filter(pk=kept.pk).update(saved_at=at)
    if upload.derivative is None:
        raise FoiError(upload.refusal)
    return DraftFile.objects.create(draft=kept, kind=kind, file=upload.derivative, name=upload.name, added_at=at)


@transaction.atomic
def detach(*, draft: Draft, by: User | None, at: datetime, file_id: int) -> None:
    """Take a file out of a draft; one that is gone already stays gone."""
    Draft.objects.filter(pk=_open(draft).pk).update(saved_at=at)
    DraftFile.objects.filter(draft=draft, pk=file_id).delete()


@transaction.atomic
def forget_draft(*, draft: Draft, by: User | None, at: datetime) -> None:
    """Throw a draft away with all that was filled in; one that was handed in stays."""
    require(by, "foi.register", draft.organ, on=timezone.localdate(at))
    Draft.objects.filter(pk=draft.pk, foi__isnull=True).delete()


@transaction.atomic
def submit(*, draft: Draft, by: User | None, at: datetime) -> FoiRequest:
    """
    Hand a draft in: one application, whoever sends the draft and however often.

    Where applicants are told that the receipt is the confirmation of both sides, the day of receipt is fixed at once and the
    application registered (`ogi:31(3)`); otherwise the organ confirms it later.

    :raises NotComplete: something is missing or wrong; nothing is written.
    :raises NotTakenOnline: the organ has closed the channel in the meantime.
    """
    require(by, "foi.register", draft.organ, on=timezone.localdate(at))
    kept = (
        Draft.objects.select_for_update(of=("self",))
        .select_related(
            "organ__online_channel"
        )  # not the application: whoever waited for the lock would join it as it was before
        .get(pk=draft.pk)
    )
    if kept.foi_id is not None:
        return FoiRequest.objects.select_related("organ").get(pk=kept.foi_id)
    channel, answers = online_channel(kept.organ), answers_of(kept)
    if channel is None:
        raise NotTakenOnline(kept.organ)
    if found := problems(answers):
        raise NotComplete(found)
    attached = list(kept.files.select_related("file"))
    digest = submission_digest(kept.key, at, answers, [each.file.sha256 for each in attached])
    foi = enter(
        organ=kept.organ,
        by=by,
        at=at,
        channel="internet",
        applicant=_applicant(answers),
        wanted=_wanted(answers),
        code_hash=kept.code_hash,
    )
    advance_all(foi, _first_steps(foi, channel, digest, at), by=by)
    if attached:
        _hand_over_files(kept, attached, foi, at)
    kept.foi, kept.answers_sealed, kept.saved_at = foi, "", at
    kept.save(update_fields=["foi", "answers_sealed", "saved_at"])
    return foi


def _first_steps(foi: FoiRequest, channel: OnlineChannel, digest: str, at: datetime) -> list[Event]:
    """Give the submission, and where the receipt confirms it, the confirmation and the registration of the same day."""
    on = timezone.localdate(at)
    submitted = {"channel": foi.channel, "submitted_on": on.isoformat(), "digest": digest}
    steps = [Event(EventKind.SUBMITTED, on, submitted)]
    if channel.automatic_receipt:
        told = {
            "automatic_receipt": f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S} 系统出具回执",
            "told_automatic": "提交前的页面已写明：系统出具回执即为双方确认，以该日为收到之日",
        }
        steps.append(Event(EventKind.RECEIPT_CONFIRMED, on, {**submitted, **told}))
        steps.append(Event(EventKind.REGISTERED, on, {"registration_number": foi.serial}))
    return steps


def _hand_over_files(draft: Draft, attached: list[DraftFile], foi: FoiRequest, at: datetime) -> None:
    FoiFile.objects.bulk_create(
        FoiFile(foi=foi, kind=each.kind, file=each.file, name=each.name, added_at=at, added_by=None)
        for each in attached
    )
    draft.files.all().delete()
    for each in attached:
        upload = uploads.upload_of(each.file)
        if upload is not None:
            uploads.claim(upload=upload, subject=foi)


def _applicant(answers: Answers) -> ApplicantData:
    """Give the applicant as the register keeps one."""
    representative = [answers.representative.strip()] if not answers.person else []
    if not answers.person and answers.contact.strip():
        representative.append(f"联系人：{answers.contact.strip()}")
    return ApplicantData(
        kind=ApplicantKind(answers.kind),
        name=answers.name.strip(),
        id_type=answers.id_type if answers.person else "统一社会信用代码",
        id_number=answers.id_number.strip() if answers.person else answers.credit_code.strip(),
        representative="；".join(representative),
        phone=answers.phone.strip(),
        address=answers.address.strip(),
        email=answers.email.strip(),
        agent=_agent(answers),
    )


def _wanted(answers: Answers) -> Wanted:
    """Give what is asked for as the register keeps it."""
    help_needed = [answers.help_needed] if answers.help_needed in HELP else []
    help_needed += [answers.help_other.strip()] if answers.help_other.strip() else []
    title = answers.title.strip() or answers.document_number.strip()
    return Wanted(
        title=title,
        document_number=answers.document_number.strip(),
        description=answers.description.strip(),
        delivery_form=answers.delivery_form,
        delivery_channel=answers.delivery_channel,
        help_needed="；".join(help_needed)[:200],
    )


def _agent(answers: Answers) -> str:
    if not answers.by_agent:
        return ""
    told = (answers.agent_name, answers.agent_id_number, answers.agent_phone)
    return "；".join(part.strip() for part in told if part.strip())


def _open(draft: Draft) -> Draft:
    """Lock a draft that is not handed in yet."""
    kept = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if kept is None:
        raise FoiError(_("这份填写已经清除。请重新开始。"))
    if kept.foi_id is not None:
        raise FoiError(_("这份申请已经提交，不能再改。需要补充的，请在查询页办理或者与工作机构联系。"))
    return kept


def _sweep(at: datetime) -> None:
    """Throw away what nobody came back for; a few at a time, so that nobody waits for it."""
    old = Draft.objects.filter(foi__isnull=True, saved_at__lt=at - timedelta(days=KEPT_DAYS))
    Draft.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:_SWEPT])).delete()
