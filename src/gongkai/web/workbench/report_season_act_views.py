"""Acting in a season: collect, remind, put changes on record, draft, close; packages in and out."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gongkai.apps.organs.models import Organ
from gongkai.apps.reporting import operations as reporting
from gongkai.apps.reporting.models import MemberChange, TrustedKey
from gongkai.apps.reporting.season import exchange, keys, operations
from gongkai.apps.reporting.season.ground import VERB, SeasonError
from gongkai.apps.reporting.season.members import expected
from gongkai.documents.packages import PackageError
from gongkai.web.access import permitted, person
from gongkai.web.workbench.forms.reports import ActForm
from gongkai.web.workbench.forms.seasons import ChangeForm, CloseForm, PackageForm, TrustForm
from gongkai.web.workbench.once import once
from gongkai.web.workbench.report_season_views import exchange_page, season_or_404, show


@permitted(VERB)
@require_POST
@once
def collect(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Take in what has arrived since the last time."""
    organ, season = season_or_404(request, code, year, VERB)
    try:
        found = operations.collect(season=season, by=person(request), at=timezone.now())
    except SeasonError as error:
        return show(request, organ, season, {"act": _refused(error)})
    told = _("新收或更新 %(new)s 份，没有变化 %(old)s 份，还缺 %(missing)s 份。")
    facts = {"new": len(found.changed), "old": found.unchanged, "missing": len(found.missing)}
    messages.success(request, told % facts)
    return redirect("workbench:season", code, year)


@permitted(VERB)
@require_POST
@once
def remind(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Remind one organ, or everybody whose report is missing."""
    organ, season = season_or_404(request, code, year, VERB)
    asked = request.POST.get("organ", "")
    organs: list[Organ] = [one.organ for one in expected(season) if not asked or one.organ.code == asked]
    try:
        sent = operations.remind(season=season, organs=organs, by=person(request), at=timezone.now())
    except SeasonError as error:
        return show(request, organ, season, {"act": _refused(error)})
    told = ngettext(
        "已提醒 %(n)s 个单位，提醒显示在该单位的工作台。", "已提醒 %(n)s 个单位，提醒显示在该单位的工作台。", len(sent)
    )
    messages.success(request, told % {"n": len(sent)})
    return redirect("workbench:season", code, year)


@permitted(VERB)
@require_POST
@once
def change(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Put on record why an organ came or went."""
    organ, season = season_or_404(request, code, year, VERB)
    form = ChangeForm(request.POST, auto_id="change_%s")
    if form.is_valid():
        data = form.cleaned_data
        try:
            operations.record_change(
                season=season,
                kind=MemberChange.Kind(data["kind"]),
                name=data["name"],
                into=data["into"],
                reason=data["reason"],
                by=person(request),
                at=timezone.now(),
            )
        except SeasonError as error:
            form.add_error("into", str(error))
        else:
            messages.success(request, _("已登记单位变动。"))
            return redirect("workbench:season", code, year)
    return show(request, organ, season, {"change": form})


@permitted(VERB)
@require_POST
@once
def draft(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Draft the own report from the sum."""
    organ, season = season_or_404(request, code, year, VERB)
    try:
        reporting.open_roll_up(season=season, by=person(request), at=timezone.now())
    except reporting.ReportError as error:
        return show(request, organ, season, {"act": _refused(error)})
    messages.success(request, _("已按汇总数字起草本级报告。"))
    return redirect("workbench:report", code, year)


@permitted(VERB)
@require_POST
@once
def close(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Close the season with today's sum."""
    organ, season = season_or_404(request, code, year, VERB)
    form = CloseForm(request.POST, auto_id="close_%s")
    if form.is_valid():
        try:
            operations.close(season=season, by=person(request), at=timezone.now(), note=form.cleaned_data["note"])
        except SeasonError as error:
            form.add_error("note", str(error))
        else:
            messages.success(request, _("本年度汇总已结束，数字已冻结。"))
            return redirect("workbench:season", code, year)
    return show(request, organ, season, {"close": form})


@permitted(VERB)
@require_POST
@once
def receive(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Take a package in."""
    organ, season = season_or_404(request, code, year, VERB)
    form = PackageForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["package"]
        try:
            found = exchange.receive(organ=organ, data=upload.read(), by=person(request), at=timezone.now())
        except (SeasonError, PackageError) as error:
            form.add_error("package", str(error))
        else:
            facts = {"name": found.record.name, "n": found.record.serial}
            new, old = _("已接收%(name)s第 %(n)s 号数据包。"), _("%(name)s第 %(n)s 号数据包已经接收过，没有变化。")
            messages.success(request, (new if found.new else old) % facts)
            return redirect("workbench:season-exchange", code, year)
    return exchange_page(request, organ, season, {"package": form})


@permitted(VERB)
@require_POST
@once
def make_key(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Make a signing key."""
    organ, _season = season_or_404(request, code, year, VERB)
    keys.make_key(organ=organ, by=person(request), at=timezone.now())
    messages.success(request, _("已生成签名密钥。请把公钥交给接收单位，并当面或电话核对。"))
    return redirect("workbench:season-exchange", code, year)


@permitted(VERB)
@require_POST
@once
def trust(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Enter a sender's public key."""
    organ, season = season_or_404(request, code, year, VERB)
    form = TrustForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            keys.trust_key(
                organ=organ,
                code=data["code"],
                name=data["name"],
                public=data["public"],
                by=person(request),
                at=timezone.now(),
            )
        except (SeasonError, PackageError) as error:
            form.add_error("public", str(error))
        else:
            messages.success(request, _("已登记公钥。"))
            return redirect("workbench:season-exchange", code, year)
    return exchange_page(request, organ, season, {"trust": form})


@permitted(VERB)
@require_POST
@once
def revoke(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """
    Accept no more packages signed with a key.

    :raises Http404: the organ has entered no such key.
    """
    organ, _season = season_or_404(request, code, year, VERB)
    key = TrustedKey.objects.filter(organ=organ, pk=pk, revoked_at__isnull=True).first()
    if key is None:
        raise Http404
    keys.revoke_key(key=key, by=person(request), at=timezone.now())
    messages.success(request, _("已停用公钥。"))
    return redirect("workbench:season-exchange", code, year)


@permitted(VERB)
@require_POST
def issue(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Sign the package of the year and give it."""
    organ, season = season_or_404(request, code, year, VERB)
    try:
        data = exchange.issue(organ=organ, year=year, by=person(request), at=timezone.now())
    except SeasonError as error:
        return exchange_page(request, organ, season, {"act": _refused(error)})
    response = HttpResponse(data, content_type=exchange.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="package-{organ.code}-{year}.json"'
    return response


def _refused(error: Exception) -> ActForm:
    form = ActForm({})
    form.full_clean()
    form.add_error(None, str(error))
    return form
