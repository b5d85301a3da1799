"""Village affairs at the desk: the village enters and photographs, its supervisors sign, the township sees who is late."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.apps.core import uploads
from gongkai.apps.core.models import Upload
from gongkai.apps.core.sealing import unseal
from gongkai.apps.core.uploads import UploadError
from gongkai.apps.organs.models import Organ
from gongkai.apps.villages import operations, queries
from gongkai.apps.villages.errors import VillageError
from gongkai.apps.villages.models import VillageAppraisal, VillageDisclosure, VillageQuestion
from gongkai.apps.villages.operations.disclosures import Content
from gongkai.law import villages as law
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.forms import villages as forms
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once

HERE = "village"
SHOWN = 60


@permitted("village.read")
@require_safe
def affairs(request: HttpRequest, code: str) -> HttpResponse:
    """Show a village its matters period by period; show a township or county which villages are late."""
    organ = organ_or_404(request, code, "village.read")
    if organ.kind == Organ.Kind.VILLAGE:
        return _village(request, organ, forms.PublisherForm(), forms.AppraisalForm(auto_id="appraisal_%s"))
    villages = list(
        Organ.objects.filter(path__startswith=organ.path, kind=Organ.Kind.VILLAGE, abolished_on=None).select_related(
            "parent"
        )
    )
    late = queries.late_of(villages, on=today())
    counts = [(village, sum(one.village == village for one in late)) for village in villages]
    return page(request, "villages.html", organ, here=HERE, late=late[:200], total=len(late), counts=counts)


def _village(
    request: HttpRequest, organ: Organ, publisher: forms.PublisherForm, appraisal: forms.AppraisalForm
) -> HttpResponse:
    return page(
        request, "village.html", organ, here=HERE,
        rows=queries.schedule(organ, on=today()), listed=queries.desk_disclosures(organ)[:SHOWN],
        publishers=organ.village_publishers.all(), publisher_form=publisher,
        appraisals=VillageAppraisal.objects.filter(organ=organ), appraisal_form=appraisal,
        status=400 if publisher.errors or appraisal.errors else 200,
    )  # fmt: skip


@permitted("village.write")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Enter a matter, with a photograph; the upload is taken outside every transaction."""
    organ = organ_or_404(request, code, "village.write")
    if request.method != "POST":
        initial = {"matter": request.GET.get("matter", ""), "day": parse_date(request.GET.get("day", "")) or today()}
        return _new(request, organ, forms.DisclosureForm(initial=initial))
    form = forms.DisclosureForm(request.POST, request.FILES)
    if not form.is_valid():
        return _new(request, organ, form)
    try:
        upload = _photo(request, organ, form.cleaned_data["photo"])
        return _enter(request, organ, form.cleaned_data, upload)
    except VillageError as error:
        form.refuse(error)
    except UploadError as error:
        form.add_error("photo", str(error))
    return _new(request, organ, form)


def _photo(request: HttpRequest, organ: Organ, file: Any) -> Upload | None:
    if file is None:
        return None
    return uploads.take(
        organ=organ,
        name=file.name,
        data=file.read(),
        by=person(request),
        on=today(),
        at=timezone.now(),
        purpose="village",
    )


@once
def _enter(request: HttpRequest, organ: Organ, data: dict[str, Any], upload: Upload | None) -> HttpResponse:
    """Write the matter and its photograph, or neither."""
    by, at = person(request), timezone.now()
    content = Content(title=data["title"], text=data["text"], lines=data["lines"], nothing=data["nothing"])
    corrects = VillageDisclosure.objects.filter(
        organ=organ, public_key=request.POST.get("corrects", ""), state="published"
    ).first()
    with transaction.atomic():
        made = operations.draft(
            organ=organ, matter=data["matter"], day=data["day"], content=content, by=by, at=at, corrects=corrects
        )
        if upload is not None:
            operations.attach(disclosure=made, upload=upload, title=_("照片"), by=by, at=at)
        operations.submit(disclosure=made, by=by, at=at)
    messages.success(request, _("已提交村务监督委员会审签。"))
    return redirect("workbench:village-item", organ.code, made.public_key)


def _new(request: HttpRequest, organ: Organ, form: forms.DisclosureForm) -> HttpResponse:
    return page(
        request, "village_new.html", organ, here=HERE, trail=[(_("填报"), "")], form=form,
        corrects=request.GET.get("corrects", request.POST.get("corrects", "")), status=400 if form.errors else 200,
    )  # fmt: skip


def _item(request: HttpRequest, code: str, key: str, verb: str) -> tuple[Organ, VillageDisclosure]:
    organ = organ_or_404(request, code, verb)
    found = queries.desk_disclosures(organ).filter(public_key=key).first()
    if found is None:
        raise Http404
    return organ, found


@permitted("village.read")
@require_safe
def item(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show one disclosure with its signature and questions."""
    organ, one = _item(request, code, key, "village.read")
    return _show(request, organ, one, {})


def _show(
    request: HttpRequest, organ: Organ, one: VillageDisclosure, refused: dict[str, forms.VillageForm]
) -> HttpResponse:
    made: dict[str, forms.VillageForm] = {
        "sign": forms.SignForm(auto_id="sign_%s", initial={"seen_hash": one.hash}),
        "withdraw": forms.WithdrawForm(auto_id="withdraw_%s"),
    }
    questions = [
        (
            question,
            unseal(question.text),
            unseal(question.contact),
            forms.VillageAnswerForm(auto_id=f"q{question.pk}_%s"),
        )
        for question in one.questions.select_related("answered_by")
    ]
    return page(
        request, "village_item.html", organ, here=HERE, trail=[(one.title, "")], one=one,
        matter=law.matter(one.matter, on=one.period_last), totals=queries.totals(one), questions=questions,
        photos=one.photos.select_related("upload"), forms={**made, **refused},
        signs=one.state == "submitted" and person(request).pk != one.drafted_by_id,
        status=400 if refused else 200,
    )  # fmt: skip


def _act(
    request: HttpRequest, at: tuple[Organ, VillageDisclosure], name: str, form: forms.VillageForm, done: str,
    act: Callable[[dict[str, Any]], Any],
) -> HttpResponse:  # fmt: skip
    organ, one = at
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except VillageError as error:
            form.refuse(error)
        else:
            messages.success(request, done)
            return redirect("workbench:village-item", organ.code, one.public_key)
    return _show(request, organ, one, {name: form})


@permitted("village.sign")
@require_POST
@once
def sign(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Sign off or return, as a supervisor."""
    at = _item(request, code, key, "village.sign")
    by, now = person(request), timezone.now()
    return _act(
        request, at, "sign", forms.SignForm(request.POST, auto_id="sign_%s"), _("已记录审签结论。"),
        lambda data: operations.sign(
            disclosure=at[1], seen_hash=data["seen_hash"], passed=data["conclusion"] == "passed", note=data["note"], by=by, at=now
        ),
    )  # fmt: skip


@permitted("village.write")
@require_POST
@once
def withdraw(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take a disclosure back."""
    at = _item(request, code, key, "village.write")
    by, now = person(request), timezone.now()
    return _act(
        request, at, "withdraw", forms.WithdrawForm(request.POST, auto_id="withdraw_%s"), _("已撤回。"),
        lambda data: operations.withdraw(disclosure=at[1], reason=data["reason"], by=by, at=now),
    )  # fmt: skip


@permitted("village.answer")
@require_POST
@once
def answer(request: HttpRequest, code: str, key: str, pk: int) -> HttpResponse:
    """
    Answer a villager.

    :raises Http404: the disclosure has no such question.
    """
    organ, one = _item(request, code, key, "village.answer")
    question = VillageQuestion.objects.filter(disclosure=one, pk=pk).first()
    if question is None:
        raise Http404
    form = forms.VillageAnswerForm(request.POST)
    if form.is_valid():
        try:
            operations.answer(question=question, by=person(request), on=today(), **form.cleaned_data)
        except VillageError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("已答复。"))
    else:
        messages.error(request, _("请写明答复。"))
    return redirect("workbench:village-item", organ.code, key)


@permitted("village.write")
@require_POST
@once
def publisher(request: HttpRequest, code: str) -> HttpResponse:
    """Enter who publishes in the village."""
    organ = organ_or_404(request, code, "village.write")
    form = forms.PublisherForm(request.POST)
    if form.is_valid():
        try:
            operations.enter_publisher(organ=organ, by=person(request), on=today(), **form.cleaned_data)
        except VillageError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已登记公开主体。"))
            return redirect("workbench:village", code)
    return _village(request, organ, form, forms.AppraisalForm(auto_id="appraisal_%s"))


@permitted("village.sign")
@require_POST
@once
def appraisal(request: HttpRequest, code: str) -> HttpResponse:
    """Record the yearly appraisal."""
    organ = organ_or_404(request, code, "village.sign")
    form = forms.AppraisalForm(request.POST, auto_id="appraisal_%s")
    if form.is_valid():
        try:
            operations.record_appraisal(organ=organ, by=person(request), on=today(), **form.cleaned_data)
        except VillageError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已登记民主评议。"))
            return redirect("workbench:village", code)
    return _village(request, organ, forms.PublisherForm(), form)


@permitted("village.watch")
@require_POST
@once
def remind(request: HttpRequest, code: str) -> HttpResponse:
    """Remind a village of what is late."""
    organ = organ_or_404(request, code, "village.watch")
    village = Organ.objects.filter(
        path__startswith=organ.path, kind=Organ.Kind.VILLAGE, code=request.POST.get("village", "")
    ).first()
    first = parse_date(request.POST.get("period", ""))
    if village is None or first is None:
        messages.error(request, _("没有找到要提醒的村或期间，请刷新后再试。"))
        return redirect("workbench:village", code)
    try:
        operations.remind(
            organ=village, matter=request.POST.get("matter", ""), period_first=first, by=person(request), on=today()
        )
    except VillageError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已提醒%(village)s。") % {"village": village.short_name})
    return redirect("workbench:village", code)
