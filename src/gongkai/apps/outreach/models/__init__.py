"""Fields and constraints of outreach; what is done with them stands in `operations`, what is read in `queries`."""

from gongkai.apps.outreach.models.boards import Board, Posting
from gongkai.apps.outreach.models.supplies import SupplyBatch, SupplyLine

__all__ = ["Board", "Posting", "SupplyBatch", "SupplyLine"]
