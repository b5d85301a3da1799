"""Labels of legal terms in the language of the reader; they come from the glossary, so label and rule cannot drift apart."""

from django.utils.functional import lazy
from django.utils.translation import get_language

from gongkai.law.terms import label


def _in_language(term_id: str) -> str:
    return label(term_id, lang="en" if (get_language() or "").startswith("en") else "zh")


#: Give the label of a term, looked up each time it is shown.
term = lazy(_in_language, str)
