"""The ground of things: instruments, articles, and what in this product rests on each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.law import citations
from gongkai.law.index import rules_citing
from gongkai.web.access import public
from gongkai.web.ui import law_links


@public
@require_safe
def instruments(request: HttpRequest) -> HttpResponse:
    """List every text that a rule may cite."""
    return render(request, "portal/law.html", {"instruments": citations.instruments().values()})


@public
@require_safe
def instrument(request: HttpRequest, instrument: str) -> HttpResponse:
    """
    Show one text with its articles.

    :raises Http404: no such text.
    """
    return render(request, "portal/law_instrument.html", {"instrument": _instrument(instrument)})


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
    citation = citations.Citation(instrument, number)
    context = {
        "instrument": found,
        "article": found.articles[number],
        "heading": law_links.words(citation),
        "rules": rules_citing(citation),
    }
    return render(request, "portal/law_article.html", context)


def _instrument(name: str) -> citations.Instrument:
    found = citations.instruments().get(name)
    if found is None:
        raise Http404
    return found
