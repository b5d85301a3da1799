"""Any two reports side by side: the cells that differ with their growth, the text sentence by sentence; for people and as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.apps.reporting.comparing import Choice, choices, report_for
from gongkai.law.annual_report.compare import Kind, SectionTurns, as_json, compare, section_turns
from gongkai.law.annual_report.model import Report
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.frame import page


@dataclass(frozen=True)
class Shown:
    """A section with the sentences that differ, and how many stayed."""

    section: SectionTurns
    same: int

    @property
    def differing(self) -> bool:
        """Tell whether anything differs."""
        return self.same < len(self.section.turns)


@permitted("report.read")
@require_safe
def compare_reports(request: HttpRequest, code: str) -> HttpResponse:
    """
    Compare two reports that the person may read: `?a=v12&b=c34`.

    :raises Http404: one of them does not exist within reach.
    """
    organ = organ_or_404(request, code, "report.read")
    asked = [request.GET.get(name, "") for name in ("a", "b")]
    before, after = (_report(request, key, code) if key else None for key in asked)
    if before is not None and after is not None and request.GET.get("format") == "json":
        return JsonResponse(as_json(before, after), json_dumps_params={"ensure_ascii": False, "indent": 1})
    found = compare(before, after) if before and after else None
    sections = section_turns(before, after) if before and after else ()
    return page(
        request,
        "report_compare.html",
        organ,
        here="reports",
        trail=[(_("比较"), "")],
        choices=[(choice.key, _label(choice)) for choice in choices(organ, person(request), on=today())],
        asked_a=asked[0],
        asked_b=asked[1],
        before=before,
        after=after,
        found=found,
        percent=round(100 * found.ratio) if found else 0,
        sections=_shown(sections),
    )


def _report(request: HttpRequest, key: str, code: str) -> Report:
    organ = organ_or_404(request, code, "report.read")
    found = report_for(key, organ, person(request), on=today())
    if found is None:
        raise Http404
    return found


def _shown(sections: Sequence[SectionTurns]) -> list[Shown]:
    return [Shown(section, sum(turn.kind is Kind.SAME for turn in section.turns)) for section in sections]


def _label(choice: Choice) -> str:
    kinds = {"draft": _("草稿"), "file": _("读取的文件"), "version": _("第 %(n)s 版") % {"n": choice.number}}
    return f"{choice.year} {choice.organ} · {kinds[choice.kind]}"
