"""
What a device holds to go on without an account: the code, in a signed cookie that is sent to the pages of one draft or one case only.

No session is kept. The cookie goes when the browser is closed, and after hours in any case; the code on paper opens the pages again.
"""

from typing import TypeAlias

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from gongkai.apps.foi.models import Draft, FoiRequest, SideMatter

#: What is followed by number and code.
Followed: TypeAlias = FoiRequest | SideMatter
#: How long a device may go on, in seconds: long enough for a pause, short enough for a shared computer.
DRAFT_SECONDS, CASE_SECONDS = 8 * 3600, 2 * 3600


def remember_draft(request: HttpRequest, response: HttpResponse, draft: Draft, code: str) -> None:
    """Let this device go on with a draft."""
    _set(request, response, _draft_name(draft), signing.dumps(code, salt=_draft_salt(draft)), draft_path(draft))


def code_of_draft(request: HttpRequest, draft: Draft) -> str:
    """Give the code by which this device may go on with the draft; empty if it may not."""
    return _read(request, _draft_name(draft), _draft_salt(draft), DRAFT_SECONDS)


def forget_draft(response: HttpResponse, draft: Draft) -> None:
    """Let this device go on no longer."""
    response.delete_cookie(_draft_name(draft), path=draft_path(draft))


def remember_case(request: HttpRequest, response: HttpResponse, foi: Followed, code: str) -> None:
    """Let this device follow a case."""
    _set(request, response, _case_name(foi), signing.dumps(code, salt=_case_salt(foi)), case_path(foi))


def code_of_case(request: HttpRequest, foi: Followed) -> str:
    """Give the code by which this device follows the case; empty if it may not."""
    return _read(request, _case_name(foi), _case_salt(foi), CASE_SECONDS)


def forget_case(response: HttpResponse, foi: Followed) -> None:
    """Let this device follow the case no longer."""
    response.delete_cookie(_case_name(foi), path=case_path(foi))


def draft_path(draft: Draft) -> str:
    """Give the address below which the pages of a draft lie."""
    return reverse("portal:apply-draft", args=[draft.organ.code, draft.key])


def case_path(foi: Followed) -> str:
    """Give the address below which the pages of a case lie."""
    route = "portal:apply-case" if isinstance(foi, FoiRequest) else "portal:apply-matter"
    return reverse(route, args=[foi.organ.code, foi.public_key])


def _draft_name(draft: Draft) -> str:
    return f"gk_draft_{draft.key}"


def _case_name(foi: Followed) -> str:
    return f"gk_case_{foi.public_key}"


def _draft_salt(draft: Draft) -> str:
    return f"draft {draft.key} {draft.code_hash}"


def _case_salt(foi: Followed) -> str:
    return f"case {foi.public_key} {foi.code_hash}"


def _set(request: HttpRequest, response: HttpResponse, name: str, value: str, path: str) -> None:
    response.set_cookie(name, value, path=path, secure=request.is_secure(), httponly=True, samesite="Lax")


def _read(request: HttpRequest, name: str, salt: str, seconds: int) -> str:
    try:
        return str(signing.loads(request.COOKIES.get(name, ""), salt=salt, max_age=seconds))
    except signing.BadSignature:
        return ""
