"""How an organ deals with applications: its own years side by side, no league table."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from gongkai.apps.reporting.performance import performance
from gongkai.web.access import public, today
from gongkai.web.portal.frame import Head, organ_of, page
from gongkai.web.portal.keeping import kept
from gongkai.web.portal.words import reports_label
from gongkai.web.ui.charts import columns

YEARS_SHOWN = 5


@public
@require_safe
@kept
def live(request: HttpRequest, code: str) -> HttpResponse:
    """
    Show on-time share, median days, backlog and the age of the oldest open application, over the years and today.

    :raises Http404: no such organ.
    """
    organ = organ_of(code)
    found = performance(organ, years=YEARS_SHOWN, on=today())
    now = found.years[-1]
    unit = pgettext("申请", "件")
    charts = [
        columns(_("按期答复的比例"), [(str(one.year), one.share) for one in found.years], unit="%", maximum=100),
        columns(_("答复用时的中位数（工作日）"), [(str(one.year), one.median_days) for one in found.years]),
        columns(
            _("未办结（往年为年末，今年为目前）"),
            [(str(one.year), float(one.backlog)) for one in found.years],
            unit=unit,
        ),
    ]
    return page(
        request,
        "performance.html",
        organ,
        here="reports",
        crumbs=[(reports_label(), reverse("portal:reports", args=[code])), (_("办理时效"), "")],
        head=Head(column=_("办理时效"), description=_("政府信息公开申请的办理时效，随登记实时计算")),
        performance=found,
        now=now,
        on=today(),
        any_closed=any(one.closed for one in found.years),
        charts=charts,
    )
