"""One plain page for each outcome of an application: what it means, what to check, what to do, by when (F33)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.law.annual_report.model import OrganKind
from gongkai.law.deadlines import deadline
from gongkai.law.outcomes import Group, Outcome, rule
from gongkai.law.remedies import RemedyText, remedies
from gongkai.web.access import public, today
from gongkai.web.portal.frame import Head, plain_page
from gongkai.web.portal.words import period, term
from gongkai.web.ui.text import english

Pair = tuple[str, str]


@dataclass(frozen=True)
class Plain:
    """An outcome in plain words, in the language of the page."""

    means: str
    check: tuple[str, ...]
    do: tuple[str, ...]


@cache
def _words() -> Mapping[str, Mapping[str, list[object]]]:
    return tomllib.loads(files("gongkai.web.portal").joinpath("data/outcome_words.toml").read_text(encoding="utf-8"))


def plain_words(outcome: Outcome) -> Plain:
    """Give an outcome in plain words."""
    place, entry = int(english()), _words()[outcome.value]

    def said(pairs: list[object]) -> tuple[str, ...]:
        return tuple(str(pair[place]) for pair in pairs if isinstance(pair, list))

    return Plain(str(entry["means"][place]), said(entry["check"]), said(entry["do"]))


@public
@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """List the 21 outcomes by their groups."""
    groups = [(term(group.value), [one for one in Outcome if rule(one, today()).group is group]) for group in Group]
    return plain_page(
        request,
        "outcomes.html",
        crumbs=[(_("答复结果是什么意思"), "")],
        head=Head(column=_("答复结果是什么意思"), description=_("21种办理结果，每种一页")),
        groups=[(label, [(one.value, term(one.value)) for one in found]) for label, found in groups],
    )


@public
@require_safe
def outcome(request: HttpRequest, name: str) -> HttpResponse:
    """
    Explain one outcome; what is open against it is told as of today, and the letter's own words go before.

    :raises Http404: there is no such outcome.
    """
    if name not in list(Outcome):
        raise Http404
    found, on = Outcome(name), today()
    law = rule(found, on)
    open_to: RemedyText = remedies(found, letter_on=on, organ_kind=OrganKind.TOWNSHIP, delivered_online=False)
    first, then = deadline("reconsideration.filing", on=on), deadline("lawsuit.direct", on=on)
    return plain_page(
        request,
        "outcome.html",
        crumbs=[(_("答复结果是什么意思"), reverse("portal:outcomes")), (term(name), "")],
        head=Head(column=term(name), description=plain_words(found).means),
        label=term(name),
        plain=plain_words(found),
        cites=" ".join(str(cite) for cite in law.cites if cite.instrument != "convention"),
        prior=open_to.prior_reconsideration,
        remedy_cites=" ".join(str(cite) for cite in open_to.cites if cite.instrument != "convention"),
        reconsideration=period(first),
        lawsuit=period(then),
        after=period(deadline("lawsuit.after_reconsideration", on=on)),
    )
