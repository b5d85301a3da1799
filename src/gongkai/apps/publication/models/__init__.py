"""Fields and constraints of publication; what is done with them stands in `operations`, what is read in `queries`."""

from gongkai.apps.publication.models.catalog import CatalogEntry, IndexNumbering, NotInvolved
from gongkai.apps.publication.models.channels import Channel, Delivery
from gongkai.apps.publication.models.counts import Charge, DecisionCount
from gongkai.apps.publication.models.documents import NormativeDocument
from gongkai.apps.publication.models.items import Attachment, DisclosureItem, ItemVersion, Review
from gongkai.apps.publication.models.plans import PlanEvidence, PlanPoint, PlanTask, WorkPlan
from gongkai.apps.publication.models.rules import ReviewScheme, WatchWord
from gongkai.apps.publication.models.scratch import Scratch

__all__ = [
    "Attachment",
    "CatalogEntry",
    "Channel",
    "Charge",
    "DecisionCount",
    "Delivery",
    "DisclosureItem",
    "IndexNumbering",
    "ItemVersion",
    "NormativeDocument",
    "NotInvolved",
    "PlanEvidence",
    "PlanPoint",
    "PlanTask",
    "Review",
    "ReviewScheme",
    "Scratch",
    "WatchWord",
    "WorkPlan",
]
