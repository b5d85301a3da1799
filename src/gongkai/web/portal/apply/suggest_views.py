"""While somebody types what to apply for: what is public already, as a piece of a page."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from gongkai.web.access import public
from gongkai.web.portal.apply.suggestions import near
from gongkai.web.portal.frame import organ_of


@public
@require_safe
def suggest(request: HttpRequest, code: str) -> HttpResponse:
    """
    Give the few public things nearest to the words, as a list to put under the field; empty where there are none.

    :raises Http404: no such organ.
    """
    organ, words = organ_of(code), request.GET.get("q", "").strip()[:100]
    found = near(organ, words) if len(words) > 1 else []
    return HttpResponse(render_to_string("portal/apply/suggested.html", {"found": found, "words": words}))
