"""The ground of things: instruments, articles, and what in this product rests on each."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.law import citations
from gongkai.law.index import RuleHit, rules_citing
from gongkai.web.access import public, today
from gongkai.web.portal.frame import Head, plain_page
from gongkai.web.ui import law_links
from gongkai.web.ui.text import english


@dataclass(frozen=True)
class RuleLine:
    """A rule as it is listed: its citations as the tags of pages take them."""

    label: str
    id: str
    cites_text: str
    in_force_from: date | None

    @classmethod
    def of(cls, rule: RuleHit) -> "RuleLine":
        """Take a rule apart for its line."""
        return cls(rule.label, rule.id, " ".join(map(str, rule.cites)), rule.in_force_from)


@public
@require_safe
def instruments(request: HttpRequest) -> HttpResponse:
    """List every text that a rule may cite."""
    rows = [(one, _name(one), one.in_force(today())) for one in citations.instruments().values()]
    return plain_page(
        request,
        "law.html",
        crumbs=[(_("依据"), "")],
        head=Head(column=_("依据"), description=_("期限、结果、收费和核对规则的出处")),
        rows=rows,
    )


@public
@require_safe
def instrument(request: HttpRequest, instrument: str) -> HttpResponse:
    """
    Show one text with its articles, and how many rules rest on each.

    :raises Http404: no such text.
    """
    found = _instrument(instrument)
    counts = _rule_counts(found.id)
    articles = [(number, article, counts[number]) for number, article in found.articles.items()]
    return plain_page(
        request,
        "law_instrument.html",
        crumbs=[(_("依据"), reverse("portal:law")), (_short(found), "")],
        head=Head(column=_("依据"), description=found.title),
        instrument=found,
        name=_name(found),
        articles=articles,
    )


@public
@require_safe
def article(request: HttpRequest, instrument: str, number: int) -> HttpResponse:
    """
    Show one article: what it is about, and the rules that cite it.

    :raises Http404: no such article.
    """
    found = _instrument(instrument)
    if number not in found.articles:
        raise Http404
    numbers = sorted(found.articles)
    place = numbers.index(number)
    citation = citations.Citation(found.id, number)
    above = (_short(found), reverse("portal:law-instrument", args=[found.id]))
    return plain_page(
        request,
        "law_article.html",
        crumbs=[(_("依据"), reverse("portal:law")), above, (str(number), "")],
        head=Head(column=_("依据"), description=found.articles[number].gist),
        instrument=found,
        name=_name(found),
        article=found.articles[number],
        heading=law_links.words(citation),
        rules=[RuleLine.of(rule) for rule in rules_citing(citation)],
        before=numbers[place - 1] if place else None,
        after=numbers[place + 1] if place + 1 < len(numbers) else None,
    )


@cache
def _rule_counts(instrument: str) -> dict[int, int]:
    """Count the rules that rest on each article; the data never change while the program runs."""
    numbers = citations.instruments()[instrument].articles
    return {number: len(rules_citing(citations.Citation(instrument, number))) for number in numbers}


def _instrument(name: str) -> citations.Instrument:
    found = citations.instruments().get(name)
    if found is None:
        raise Http404
    return found


def _name(instrument: citations.Instrument) -> str:
    """Give the title, in English the working name where there is one."""
    return law_links.english_names().get(instrument.id, instrument.title) if english() else instrument.title


def _short(instrument: citations.Instrument) -> str:
    return law_links.english_names().get(instrument.id, instrument.short) if english() else instrument.short
