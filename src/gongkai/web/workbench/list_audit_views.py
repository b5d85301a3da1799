"""Every list with people in it (S06), who must not be paid any more, and how complaints stand on the supervision platforms."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.apps.benefits import exports, operations, queries
from gongkai.apps.benefits.columns import layout_of
from gongkai.apps.benefits.errors import BenefitError, ListRefused
from gongkai.apps.benefits.models import ComplaintStatus, PublicNotice, RegisterEntry
from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.permissions import organs_for
from gongkai.apps.organs.queries import subtree
from gongkai.documents.personal_data.table import as_text
from gongkai.documents.rebuilding import Refused
from gongkai.documents.rebuilding.lists import read_list
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.portal.list_places import scan
from gongkai.web.workbench.forms import lists as forms
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once


@permitted("benefit.audit")
@require_safe
def safety(request: HttpRequest, code: str) -> HttpResponse:
    """Show every list that is or was public: mask, last day, what was taken out, what the last look found."""
    organ = organ_or_404(request, code, "benefit.audit")
    rows = queries.standings(subtree(organ), on=today())
    return page(
        request, "list_safety.html", organ, here="list-safety", rows=rows,
        public=sum(row.public for row in rows),
        wrong=sum(bool(row.scan and row.scan.findings) for row in rows if row.public),
        unseen=sum(row.scan is None for row in rows if row.public),
        takes_down=set(organs_for(person(request), "benefit.take_down", on=today()).values_list("pk", flat=True)),
    )  # fmt: skip


def _notice(organ: Organ, key: str) -> PublicNotice:
    notice = PublicNotice.objects.filter(organ__path__startswith=organ.path, batch__public_key=key).first()
    if notice is None:
        raise Http404
    return notice


@permitted("benefit.take_down")
@require_POST
@once
def unpublish(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """
    Take a list down in one click, for the protection of personal data.

    :raises Http404: no such list below this organ.
    """
    organ = organ_or_404(request, code, "benefit.take_down")
    notice = _notice(organ, key)
    note = _("名单安全审计中撤下")
    try:
        operations.close_notice(notice=notice, ending="privacy", note=note, by=person(request), at=timezone.now())
    except BenefitError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已撤下，个人名单不再公开，统计数保留。"))
    return redirect("workbench:list-safety", code)


@permitted("benefit.audit")
@require_POST
@once
def look_again(request: HttpRequest, code: str) -> HttpResponse:
    """Look at everything public about the lists below this organ, now instead of at night."""
    organ = organ_or_404(request, code, "benefit.audit")
    found = PublicNotice.objects.filter(organ__path__startswith=organ.path, closed_at__isnull=True)
    made = scan(found, at=timezone.now())
    words = ngettext("已复查 %(n)s 份名单。", "已复查 %(n)s 份名单。", len(made))
    messages.success(request, words % {"n": len(made)})
    return redirect("workbench:list-safety", code)


@permitted("benefit.register")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def register(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the register of people who died or left: counts are shown, never people."""
    organ = organ_or_404(request, code, "benefit.register")
    form = forms.RegisterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            new = operations.register_entries(
                organ=organ, kind=form.cleaned_data["kind"], source=form.cleaned_data["source"],
                numbers=_numbers(file.read(), file.name), by=person(request), on=today(),
            )  # fmt: skip
        except BenefitError as error:
            form.refuse(error)
        else:
            words = ngettext("新登记 %(n)s 人。", "新登记 %(n)s 人。", new)
            messages.success(request, words % {"n": new})
            return redirect("workbench:list-register", code)
    kinds = [
        (label, RegisterEntry.objects.filter(organ=organ, kind=kind).count())
        for kind, label in RegisterEntry.Kind.choices
    ]
    sources = RegisterEntry.objects.filter(organ=organ).values_list("source", "since_on").distinct()
    return page(
        request, "list_register.html", organ, here="lists", trail=[(_("死亡、核销登记"), "")], form=form,
        kinds=kinds, sources=sources, status=400 if form.errors else 200,
    )  # fmt: skip


def _numbers(data: bytes, name: str) -> list[str]:
    """Read the identity numbers of a file."""
    try:
        read = read_list(data, name)
    except Refused as refusal:
        raise ListRefused(str(refusal), field="file") from refusal
    found: list[str] = []
    for sheet in read.sheets:
        rows = list(sheet.rows())
        if any(any(row) for row in rows):
            layout = layout_of(sheet.name, rows, on=today())
            at = layout.fields.get("id_number", -1)
            body = rows[layout.heading + 1 :] if at >= 0 else []
            found += [as_text(row[at]).strip().upper() for row in body if at < len(row) and row[at]]
    return found


@permitted("benefit.read")
@require_http_methods(["GET", "HEAD", "POST"])
def complaints(request: HttpRequest, code: str) -> HttpResponse:
    """Show how complaints stand on the platforms; take their files over."""
    organ = organ_or_404(request, code, "benefit.read")
    form = forms.ComplaintsForm()
    if request.method == "POST":
        form = forms.ComplaintsForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            platform = exports.platforms()[form.cleaned_data["platform"]]
            try:
                count = operations.import_complaints(
                    organ=organ, platform=platform.id, rows=exports.complaint_rows(file.read(), file.name, platform),
                    by=person(request), on=today(),
                )  # fmt: skip
            except BenefitError as error:
                form.refuse(error)
            else:
                words = ngettext("已更新 %(n)s 件。", "已更新 %(n)s 件。", count)
                messages.success(request, words % {"n": count})
                return redirect("workbench:list-complaints", code)
    rows = [(row, exports.platforms()[row.platform].label) for row in ComplaintStatus.objects.filter(organ=organ)]
    return page(
        request, "list_complaints.html", organ, here="lists", trail=[(_("平台投诉状态"), "")], form=form, rows=rows,
        status=400 if form.errors else 200,
    )  # fmt: skip
