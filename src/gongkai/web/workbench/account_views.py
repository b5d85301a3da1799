"""A person's own account: posts, the way to other desks, password and two-step sign-in."""

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongkai.apps.organs.permissions import organs_for
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.frame import page, posts_of


@permitted("desk.open")
@require_safe
def account(request: HttpRequest, code: str) -> HttpResponse:
    """Show who is signed in, which posts the person holds, and the desks within reach."""
    organ = organ_or_404(request, code, "desk.open")
    return page(
        request,
        "account.html",
        organ,
        here="account",
        held=posts_of(request),
        others=organs_for(person(request), "desk.open", on=today()).exclude(pk=organ.pk),
        two_steps=is_mfa_enabled(person(request)),
    )
