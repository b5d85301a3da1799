"""Models of yearly reports: our own (`reports`), those of others that were read (`collected`), and the season that adds up (`season`)."""

from gongkai.apps.reporting.models.collected import CellCorrection, CollectedReport, Collection
from gongkai.apps.reporting.models.reports import (
    AnnualReport,
    Explanation,
    Improvement,
    ReportVersion,
    SupervisionResult,
)
from gongkai.apps.reporting.models.review import CountyComment, CountyReview, EarlierReport
from gongkai.apps.reporting.models.season import (
    MemberChange,
    ReceivedPackage,
    Season,
    SeasonReminder,
    SeasonReport,
    SigningKey,
    TrustedKey,
)

__all__ = [
    "AnnualReport",
    "CellCorrection",
    "CollectedReport",
    "Collection",
    "CountyComment",
    "CountyReview",
    "EarlierReport",
    "Explanation",
    "Improvement",
    "MemberChange",
    "ReceivedPackage",
    "ReportVersion",
    "Season",
    "SeasonReminder",
    "SeasonReport",
    "SigningKey",
    "SupervisionResult",
    "TrustedKey",
]
