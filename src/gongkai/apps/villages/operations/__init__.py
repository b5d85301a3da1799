"""Everything that changes village affairs."""

from gongkai.apps.villages.operations.disclosures import attach, draft, sign, submit, withdraw
from gongkai.apps.villages.operations.publishers import enter_publisher, record_appraisal
from gongkai.apps.villages.operations.questions import answer, ask, remind

__all__ = [
    "answer",
    "ask",
    "attach",
    "draft",
    "enter_publisher",
    "record_appraisal",
    "remind",
    "sign",
    "submit",
    "withdraw",
]
