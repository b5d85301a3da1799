"""Registering applications at the desk: every channel with its proof, several matters at once, what was asked before, mails."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.apps.core import uploads
from gongkai.apps.core.sealing import unseal
from gongkai.apps.foi import likeness, operations
from gongkai.apps.foi.likeness import Alike
from gongkai.apps.foi.models import FoiRequest, MailDraft
from gongkai.apps.organs.models import Organ
from gongkai.law.foi_flow import EventKind, SubmissionChannel
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.ui.frames import Chip
from gongkai.web.workbench import steps
from gongkai.web.workbench.foi_views import REFUSALS
from gongkai.web.workbench.forms.receive import SCANS, ReceiveForm, SetAsideForm, channel_chips
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once
from gongkai.web.workbench.reach import known_requests

#: From so many applicants on, one wish is a reason to publish (`ogi:44.2`).
MANY = 3


@permitted("foi.register")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Register an application that came by one of the channels; what was asked before is shown first."""
    organ = organ_or_404(request, code, "foi.register")
    mail = _mail(request, organ)
    channel = _channel(request, mail)
    form = ReceiveForm(
        request.POST or None,
        request.FILES or None,
        channel=channel,
        initial={**ReceiveForm.usual(today(), channel, str(person(request))), **_told_by(mail)},
    )
    before: Sequence[Alike] = ()
    others: Sequence[Alike] = ()
    if request.method == "POST" and form.is_valid():
        before, others = _asked_before(request, organ, form)
        decided = form.cleaned_data["like"]
        if before and decided not in {"no", *(each.foi.public_key for each in before)}:
            form.add_error("like", _("找到同一申请人此前的类似申请。请先看下面的对照，选择是否重复申请，再登记。"))
        else:
            answer = _register(request, organ, form, before, mail)
            if answer is not None:
                return answer
    return page(
        request,
        "foi_new.html",
        organ,
        here="foi",
        trail=[(_("登记申请"), "")],
        form=form,
        chips=_chips(organ, channel, mail),
        channel=channel,
        mail=mail and _shown(mail),
        before=before,
        others=others if len({each.foi.applicant.name_index for each in others}) >= MANY - 1 else (),
        status=400 if form.errors else 200,
    )


def _channel(request: HttpRequest, mail: MailDraft | None) -> SubmissionChannel:
    asked = request.GET.get("channel", "")
    if mail is not None:
        return SubmissionChannel.INTERNET
    return SubmissionChannel(asked) if asked in list(SubmissionChannel) else SubmissionChannel.IN_PERSON


def _chips(organ: Organ, chosen: SubmissionChannel, mail: MailDraft | None) -> list[Chip]:
    if mail is not None:
        return []
    base = reverse("workbench:foi-new", args=[organ.code])
    return [Chip(label, f"{base}?channel={channel.value}", on=channel is chosen) for channel, label in channel_chips()]


def _asked_before(request: HttpRequest, organ: Organ, form: ReceiveForm) -> tuple[Sequence[Alike], Sequence[Alike]]:
    """Give what the same applicant asked before in similar words, and what others did."""
    data, known = form.cleaned_data, known_requests(request, organ)
    wanted = likeness.essence(data["title"], data["document_number"], data["description"])
    common = {"name": data["name"], "wanted": wanted, "document_number": data["document_number"], "on": today()}
    return (
        likeness.of_same_applicant(known, id_number=data.get("id_number", ""), **common),
        likeness.of_others(known, **common),
    )


def _register(
    request: HttpRequest, organ: Organ, form: ReceiveForm, before: Sequence[Alike], mail: MailDraft | None
) -> HttpResponse | None:
    """Register, and lead on to what is missing; None where it was refused, with the reason in the form."""
    now, decided = timezone.now(), form.cleaned_data["like"]
    try:
        made = operations.register(
            organ=organ,
            by=person(request),
            at=mail.arrived_at if mail else _instant(form.cleaned_data["submitted_on"]),
            now=now,
            form=operations.Registration(
                channel=form.channel.value,
                applicant=form.applicant(),
                wanted=form.wanted(),
                facts=form.facts(),
                papers=_papers(request, organ, form, now),
                repeats=next((each.foi for each in before if each.foi.public_key == decided), None),
                mail=mail,
            ),
        )
    except uploads.UploadRefused as error:
        form.add_error(None, str(error))
    except REFUSALS as error:
        form.add_error(None, str(error))
    else:
        return _lead_on(request, organ, made)
    return None


def _papers(request: HttpRequest, organ: Organ, form: ReceiveForm, now: datetime) -> list[operations.Paper]:
    found = []
    for name, (_label, kind) in SCANS.items():
        file = form.cleaned_data.get(name)
        if file:
            upload = uploads.take(
                organ=organ,
                name=file.name,
                data=file.read(),
                by=person(request),
                on=today(),
                at=now,
                purpose="application",
            )
            found.append(operations.Paper(kind, upload))
    return found


def _lead_on(request: HttpRequest, organ: Organ, made: Sequence[FoiRequest]) -> HttpResponse:
    first = made[0]
    serials = _("、").join(foi.serial for foi in made)
    said = ngettext("已登记 %(serials)s。", "一事一申请，已登记 %(serials)s。", len(made)) % {"serials": serials}
    if first.received_on is not None:
        messages.success(request, said)
        return redirect("workbench:foi-request", organ.code, first.public_key)
    messages.success(request, said + _("请接着确定收到之日。"))
    return redirect(steps.step_url(organ, first, EventKind.RECEIPT_CONFIRMED))


def _instant(day: date) -> datetime:
    """Give now for today, and noon in Shanghai for an earlier day."""
    return timezone.now() if day == today() else datetime.combine(day, time(4), tzinfo=UTC)


# ---- mails


def _mail(request: HttpRequest, organ: Organ) -> MailDraft | None:
    asked = request.GET.get("mail", "")
    if not asked:
        return None
    found = MailDraft.objects.filter(organ=organ, pk=int(asked)).first() if asked.isdigit() else None
    if found is None:
        raise Http404
    return found


def _told_by(mail: MailDraft | None) -> dict[str, Any]:
    """Give what a mail already tells; the clerk checks it."""
    if mail is None:
        return {}
    return {
        "name": unseal(mail.sender_sealed),
        "email": unseal(mail.address_sealed),
        "title": unseal(mail.subject_sealed)[:200],
        "description": unseal(mail.text_sealed)[:4000],
        "submitted_on": timezone.localdate(mail.arrived_at),
        "delivery_form": _("电子"),
        "delivery_channel": _("电子邮件"),
        "id_type": "",
    }


def _shown(mail: MailDraft) -> dict[str, Any]:
    return {
        "pk": mail.pk,
        "state": mail.state,
        "label": mail.get_state_display(),
        "sender": unseal(mail.sender_sealed),
        "address": unseal(mail.address_sealed),
        "subject": unseal(mail.subject_sealed) or _("（无主题）"),
        "text": unseal(mail.text_sealed),
        "arrived_at": mail.arrived_at,
        "foi": mail.foi,
        "reason": mail.reason,
        "bounced": mail.bounced_letter,
        "attachments": list(mail.attachments.all()),
        "done": mail.state in (MailDraft.State.REGISTERED, MailDraft.State.SET_ASIDE),
    }


@permitted("foi.register")
@require_safe
def mails(request: HttpRequest, code: str) -> HttpResponse:
    """List the mails of the mailbox, those that wait first."""
    organ = organ_or_404(request, code, "foi.register")
    found = MailDraft.objects.filter(organ=organ).select_related("foi", "bounced_letter__foi")
    rows = sorted((_shown(mail) for mail in found[:200]), key=lambda row: row["done"])
    return page(request, "foi_mails.html", organ, here="foi", trail=[(_("邮箱"), "")], rows=rows)


@permitted("foi.register")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def mail(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show a mail, which opens it; set it aside with a reason, or go on to register it."""
    organ = organ_or_404(request, code, "foi.register")
    found = MailDraft.objects.filter(organ=organ, pk=pk).select_related("foi", "bounced_letter__foi").first()
    if found is None:
        raise Http404
    form = SetAsideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.set_mail_aside(mail=found, by=person(request), on=today(), reason=form.cleaned_data["reason"])
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已登记：这封邮件不是申请。"))
            return redirect("workbench:foi-mails", code)
    elif request.method == "GET":
        found = operations.open_mail(mail=found, by=person(request), on=today())
    trail = [(_("邮箱"), reverse("workbench:foi-mails", args=[code])), (_("邮件"), "")]
    status = 400 if form.errors else 200
    return page(request, "foi_mail.html", organ, here="foi", trail=trail, mail=_shown(found), form=form, status=status)
