"""What a published report owes: its place in the search."""

from django.utils import timezone

from gongkai.apps.core import search
from gongkai.apps.core.models import Event
from gongkai.apps.core.outbox import effect
from gongkai.apps.reporting.content import version_report
from gongkai.apps.reporting.exports import page_path
from gongkai.apps.reporting.models import AnnualReport


@effect("report.search")
def index_report(event: Event) -> None:
    """Put the newest published version of a report into the search index."""
    report = AnnualReport.objects.select_related("organ").get(pk=event.subject_id)
    version = report.versions.filter(published_at__isnull=False).latest("number")
    if version.published_at is None:
        return
    shown = version_report(version)
    search.index(
        organ=report.organ,
        kind="annual_report",
        object_id=report.pk,
        title=shown.title,
        number="",
        text="\n".join([shown.preface, *(section.text for section in shown.sections)]),
        url=page_path(version),
        published_on=timezone.localdate(version.published_at),
    )
