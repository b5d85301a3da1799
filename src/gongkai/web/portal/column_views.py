"""The column of an organ: its home with the five statutory blocks, guide, rules, how to apply, the organs below it."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.apps.foi import queries as foi
from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import existing
from gongkai.apps.publication import queries as publication
from gongkai.apps.publication.models import DisclosureItem
from gongkai.apps.publication.queries import portal
from gongkai.apps.reporting import queries as reporting
from gongkai.law.annual_report.model import OrganKind
from gongkai.law.outcomes import Outcome, remedies
from gongkai.web.access import public, today
from gongkai.web.portal import limits
from gongkai.web.portal.frame import Head, answer, below_label, organ_of, page
from gongkai.web.portal.item_views import calendar_of
from gongkai.web.portal.keeping import kept
from gongkai.web.portal.listing import feed_links, lines_of
from gongkai.web.portal.words import content_label, of_here, period, reports_label, term
from gongkai.web.ui.frames import Site

NEWEST = 10


@dataclass(frozen=True)
class Block:
    """One of the five statutory blocks."""

    title: str
    url: str
    note: str
    primary: bool = False


@public
@require_safe
@kept
def column(request: HttpRequest, code: str) -> HttpResponse:
    """
    Show the home of an organ's column.

    :raises Http404: no such organ.
    """
    organ = organ_of(code)
    newest = list(portal.statutory_items(organ)[:NEWEST])
    total, _topics = publication.topic_counts(organ)
    return page(
        request,
        "column.html",
        organ,
        here="column",
        counted=True,
        head=Head(
            column=_("政府信息公开"),
            description=_("%(organ)s的政府信息公开专栏") % {"organ": organ.name},
            feeds=feed_links("portal:items-feed", organ),
        ),
        blocks=_blocks(organ, total),
        lines=lines_of(newest),
        total=total,
        calendar=calendar_of(organ),
        statistics_label=of_here(organ, _("公开得怎么样")),
        tip_answer=limits.first_answer_to_tips(on=today()),
    )


def _blocks(organ: Organ, total: int) -> list[Block]:
    def at(name: str) -> str:
        return reverse(f"portal:{name}", args=[organ.code])

    rules = publication.rule_count(organ)
    within = period(limits.reply(on=today()))
    village = organ.kind == Organ.Kind.VILLAGE
    held = _("法定内容 %(n)s 条") % {"n": total} if total else _("尚未发布")
    asking = _("向乡镇人民政府提出") if village else _("%(period)s内答复") % {"period": within}
    return [
        Block(_("公开指南"), at("guide"), _("怎么问、找谁、要多久")),
        *(
            []
            if village
            else [Block(_("公开制度"), at("rules"), _("%(n)s 项") % {"n": rules} if rules else _("尚未发布"))]
        ),
        Block(term("village_affairs" if village else "proactive"), at("items"), held),
        *([] if village else [Block(reports_label(), at("reports"), _report_note(organ))]),
        Block(term("on_request"), at("apply"), asking, primary=True),
    ]


def _report_note(organ: Organ) -> str:
    """Say which years have a report, and name the ones missing between them."""
    years = sorted(reporting.published_years(organ))
    if not years:
        return _("尚未发布")
    missing = [str(year) for year in range(years[0], years[-1]) if year not in years]
    span = str(years[0]) if len(years) == 1 else f"{years[0]}—{years[-1]}"
    return _("%(span)s，缺 %(missing)s") % {"span": span, "missing": _("、").join(missing)} if missing else span


@public
@require_safe
@kept
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """
    Show the guide: whom to ask and how, how long it takes, what it costs, what to do against it (`ogi:12.2`).

    :raises Http404: no such organ.
    """
    organ = organ_of(code)
    return page(
        request,
        "guide.html",
        organ,
        here="guide",
        crumbs=[(_("公开指南"), "")],
        head=Head(column=term("disclosure_guide"), description=_("找谁、怎么申请、要多久、收不收费、不服怎么办")),
        heading=term("disclosure_guide"),
        own=lines_of(portal.own_block(organ, DisclosureItem.Kind.DISCLOSURE_GUIDE)),
        content=content_label(organ),
        check_overdue=limits.check_overdue(organ, on=today()),
        channels=publication.channels(organ, on=today()).exclude(kind="portal"),
        **_rules_for_applicants(organ),
    )


@public
@require_safe
@kept
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """
    Say how to apply for information: what to look up before, how to hand in, what happens then (`ogi:27` to `ogi:33`).

    :raises Http404: no such organ.
    """
    organ = organ_of(code)
    return page(
        request,
        "apply.html",
        organ,
        here="apply",
        crumbs=[(term("on_request"), "")],
        head=Head(column=term("on_request"), description=_("怎样向本机关申请公开政府信息")),
        heading=term("on_request"),
        online=foi.online_channel(organ),
        left=request.GET.get("left", ""),
        **_rules_for_applicants(organ),
    )


@public
@require_safe
def form(request: HttpRequest, code: str) -> HttpResponse:
    """
    Give the application form to print; it asks for nothing that the law does not ask for (`ogi:29.2`).

    :raises Http404: no such organ, or a village, which takes no applications.
    """
    organ = organ_of(code)
    if organ.kind == Organ.Kind.VILLAGE:
        raise Http404
    context = {
        "organ": organ,
        "site": Site(name=organ.name),
        "apply_url": request.build_absolute_uri(reverse("portal:apply", args=[code])),
    }
    return answer(request, "apply_form.html", context, head=Head(column=term("on_request")))


def _rules_for_applicants(organ: Organ) -> dict[str, Any]:
    """Give what the law sets; a village is no organ, applications go to the government above it."""
    if organ.kind == Organ.Kind.VILLAGE:
        return {"authority": organ.parent}
    refusal = remedies(
        Outcome.STATE_SECRET, letter_on=today(), organ_kind=OrganKind(organ.kind), delivered_online=False
    )
    return {
        "authority": organ,
        "limits": limits.for_applicants(on=today()),
        "reply": period(limits.reply(on=today())),
        "tariffs": limits.tariffs(on=today()),
        "free": limits.free_units(on=today()),
        "reasons": list(limits.withheld_reasons(on=today())),
        "above": limits.reconsideration_organ(organ),
        "prior_reconsideration": refusal.prior_reconsideration,
        "remedy_cites": " ".join(str(cite) for cite in refusal.cites),
    }


@public
@require_safe
@kept
def rules(request: HttpRequest, code: str) -> HttpResponse:
    """
    List the organ's rules on disclosure; those no longer in force stand apart.

    :raises Http404: no such organ.
    """
    organ = organ_of(code)
    lines = lines_of(portal.own_block(organ, DisclosureItem.Kind.DISCLOSURE_RULES))
    return page(
        request,
        "rules.html",
        organ,
        here="rules",
        crumbs=[(_("公开制度"), "")],
        head=Head(
            column=term("disclosure_system"),
            description=_("本机关现行的政府信息公开制度"),
            feeds=feed_links("portal:rules-feed", organ),
        ),
        current=[line for line in lines if line.kind != "warn"],
        former=[line for line in lines if line.kind == "warn"],
    )


@public
@require_safe
@kept
def below(request: HttpRequest, code: str) -> HttpResponse:
    """
    List the organs below: villages of a township, departments and townships of a county.

    :raises Http404: no such organ.
    """
    organ = organ_of(code)
    organs = list(existing(today()).filter(parent=organ))
    changed, counts = portal.changed_on(organs), portal.public_counts(organs)
    return page(
        request,
        "below.html",
        organ,
        here="below",
        crumbs=[(below_label(organ), "")],
        head=Head(column=below_label(organ), description=_("%(organ)s的下级机关和村庄") % {"organ": organ.name}),
        heading=below_label(organ),
        rows=[(one, counts.get(one.pk, 0), changed.get(one.pk)) for one in organs],
    )
