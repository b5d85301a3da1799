"""Choices whose words come from the law's data, made anew for the language of each page."""

from gongkai.apps.foi.models import ApplicantKind
from gongkai.law import terms
from gongkai.law.foi_flow import SubmissionChannel
from gongkai.web.ui.text import english
from gongkai.web.workbench.words import say


def term(term_id: str) -> str:
    """Give a legal label in the language of the page."""
    return terms.label(term_id, "en" if english() else "zh")


def channels() -> list[tuple[str, str]]:
    """Give the ways in which an application may reach the organ."""
    return [(item.value, say(item.label)) for item in SubmissionChannel]


def applicant_kinds() -> list[tuple[str, str]]:
    """Give the six kinds of applicants in the order of table 三."""
    return [(kind, term(kind)) for kind in ApplicantKind.values]
