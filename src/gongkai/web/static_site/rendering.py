"""Make a page by its own view, as a reader without cookies would get it."""

import io
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation

from gongkai.web.access import PUBLIC
from gongkai.web.portal.keeping import FRESH

MOVED = (
    '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>页面已移动</title>'
    '<meta http-equiv="refresh" content="0; url={0}"><link rel="canonical" href="{0}"></head>'
    '<body><p>页面在：<a href="{0}">{0}</a></p></body></html>\n'
)


@dataclass(frozen=True)
class Made:
    """A page as it was made: its status, its bytes, its media type."""

    status: int
    content: bytes
    media_type: str


class NotPublic(RuntimeError):
    """An address belongs to a view that needs a sign-in; nothing of it may become a file."""

    def __init__(self, address: str) -> None:
        super().__init__(f"网址 {address} 不是公开页面，不能写成静态文件。")


class ReaderRequest(WSGIRequest):
    """A request from nobody in particular for the public address of the site."""

    def __init__(self, address: str) -> None:
        site = urlsplit(settings.SITE_URL)
        super().__init__(
            {
                "REQUEST_METHOD": "GET",
                "PATH_INFO": unquote(address),
                "QUERY_STRING": "",
                "SERVER_NAME": site.hostname or "localhost",
                "SERVER_PORT": str(site.port or 80),
                "wsgi.url_scheme": site.scheme,
                "wsgi.input": io.BytesIO(),
                FRESH: "1",
            }
        )

    def get_host(self) -> str:
        """Give the host of the site, which need not be one that this process answers for."""
        return urlsplit(settings.SITE_URL).netloc

    @cached_property
    def _scheme(self) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def _get_scheme(self) -> str:
        return self._scheme


def render(address: str) -> Made:
    """
    Make the page at an address in Chinese, with the view that answers requests for it.

    What does not exist comes back with status 404, a withdrawn item with 410, a moved page as a page that leads on.

    :raises NotPublic: the view is not open to everybody.
    """
    try:
        match = resolve(unquote(address))
    except Resolver404:
        return Made(404, b"", "")
    if getattr(match.func, "access", None) != PUBLIC:
        raise NotPublic(address)
    request = ReaderRequest(address)
    request.resolver_match = match
    with translation.override(settings.LANGUAGE_CODE):
        try:
            response = match.func(request, *match.args, **match.kwargs)
        except Http404:
            return Made(404, b"", "")
    return _made(response)


def _made(response: HttpResponse) -> Made:
    if response.status_code in (301, 302):
        return Made(200, MOVED.format(response["Location"]).encode(), "text/html; charset=utf-8")
    content = b"".join(response) if response.streaming else response.content
    return Made(response.status_code, content, response["Content-Type"])
