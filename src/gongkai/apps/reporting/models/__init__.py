"""Models of yearly reports: our own (`reports`), and those of others that were collected and read (`collected`)."""

from gongkai.apps.reporting.models.collected import CellCorrection, CollectedReport, Collection
from gongkai.apps.reporting.models.reports import (
    AnnualReport,
    Explanation,
    Improvement,
    ReportVersion,
    SupervisionResult,
)

__all__ = [
    "AnnualReport",
    "CellCorrection",
    "CollectedReport",
    "Collection",
    "Explanation",
    "Improvement",
    "ReportVersion",
    "SupervisionResult",
]
