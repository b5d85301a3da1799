"""
Hand published pages out before the application is asked, and go on doing so when it cannot answer.

This module knows no Django: it stands in front of it. Whoever chose a language or a way of display on this device, or asks with a
query, is answered by the application, and by the file only if the application fails.
"""

import gzip
import mimetypes
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

#: A cookie that makes a page look different from the file.
OWN_WAY = re.compile(r"(?:^|;\s*)(?:gk_display=[^;\s]|django_language=(?!zh-hans)[^;\s])")
#: So many seconds the day at the office begins before that of UTC.
SHANGHAI = 8 * 3600
FILES = re.compile(r"/files/[^/]+$")
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
TYPES = {
    ".html": "text/html; charset=utf-8", ".json": "application/json; charset=utf-8", ".csv": "text/csv; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8", ".xml": "application/xml; charset=utf-8", ".txt": "text/plain; charset=utf-8",
    ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml",
}  # fmt: skip
DOWN = (
    "<!DOCTYPE html><html lang=zh-CN><meta charset=utf-8><title>暂时无法使用</title>"
    "<h1>这一功能暂时无法使用</h1><p>已公开的信息仍可查阅：<a href=/>返回首页</a>。检索和申请请稍后再试，或者打公开指南上的电话。</p>"
).encode()


@dataclass(frozen=True)
class Found:
    """A file to hand out: where it lies, whether it is a tombstone, when it was written, how long it is."""

    place: Path
    gone: bool
    modified: float
    size: int


@dataclass(frozen=True)
class Answer:
    """What the application said: the words for `start_response`, and the body."""

    started: tuple[Any, ...]
    body: Iterable[bytes]

    @property
    def failed(self) -> bool:
        """Tell whether the application could not do what was asked."""
        return str(self.started[0]).startswith("5")


class StaticFirst:
    """A WSGI application that answers from files where it can, and asks the application behind it otherwise."""

    def __init__(
        self, root: Path, load: Callable[[], Application], *, new_day: Callable[[], object] = lambda: None
    ) -> None:
        """
        :param root: the folder of the site.
        :param load: gives the application; called when it is needed first, and again as long as it fails.
        :param new_day: called with the first request of every day.
        """
        self.root = root / "current"
        self._load = load
        self._new_day = new_day
        self._day = 0
        self._application: Application | None = None
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        self._greet()
        found = self._find(environ)
        if found is not None and not OWN_WAY.search(environ.get("HTTP_COOKIE", "")):
            return _hand_out(found, environ, start_response)
        try:
            answer = self._ask(environ)
        except Exception:  # noqa: BLE001 - whatever is wrong with the application, what is published stays readable
            traceback.print_exc(file=sys.stderr)
            answer = None
        if found is not None and (answer is None or answer.failed):
            return _hand_out(found, environ, start_response)
        if answer is None:
            headers = [("Content-Type", TYPES[".html"]), ("Content-Length", str(len(DOWN))), ("Retry-After", "60")]
            start_response("503 Service Unavailable", headers)
            return [DOWN]
        start_response(*answer.started)
        return answer.body

    def _ask(self, environ: Environ) -> "Answer":
        """Let the application answer, holding its first line back until it is known whether it failed."""
        if self._application is None:
            with self._lock:
                self._application = self._application or self._load()
        started: list[tuple[Any, ...]] = []
        body = self._application(environ, lambda *words: started.append(words))
        return Answer(started[0], body)

    def _greet(self) -> None:
        day = int(time.time() + SHANGHAI) // 86_400
        if day != self._day:
            self._day = day
            self._new_day()

    def _find(self, environ: Environ) -> Found | None:
        """Find the file of a request; only plain reading of an address without a query has one."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("QUERY_STRING"):
            return None
        path = _decoded(environ.get("PATH_INFO", "/"))
        if "/." in path or "\\" in path or "\0" in path or path.endswith("/index.html"):
            return None
        if not path.endswith("/"):
            return _stat(self.root / path.lstrip("/"), gone=False)
        folder = self.root / path.lstrip("/")
        return _stat(folder / "index.html", gone=False) or _stat(folder / "gone.html", gone=True)


def _decoded(path_info: str) -> str:
    """WSGI hands bytes over as Latin-1; some servers leave the percent signs in."""
    raw = path_info.encode("latin-1", "replace").decode("utf-8", "replace")
    return unquote(raw) if "%" in raw else raw


def _stat(place: Path, *, gone: bool) -> Found | None:
    try:
        status = place.stat()
    except OSError:
        return None
    if status.st_mode & 0o170000 != 0o100000:
        return None
    return Found(place, gone, status.st_mtime, status.st_size)


def _hand_out(found: Found, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    tag = f'"{int(found.modified * 1000):x}-{found.size:x}"'
    headers = [
        ("Content-Type", _type(found.place)),
        ("ETag", tag),
        ("Last-Modified", formatdate(found.modified, usegmt=True)),
        ("Cache-Control", "no-cache"),
        ("Vary", "Accept-Encoding, Cookie"),
        ("Content-Language", "zh-hans"),
        *_guards(environ.get("PATH_INFO", ""), found.place),
    ]
    if not found.gone and _known(environ, tag, found.modified):
        start_response("304 Not Modified", headers)
        return []
    content, headers = _content(found, environ, headers)
    headers.append(("Content-Length", str(len(content))))
    start_response("410 Gone" if found.gone else "200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [content]


def _content(found: Found, environ: Environ, headers: list[tuple[str, str]]) -> tuple[bytes, list[tuple[str, str]]]:
    """Read a file, compressed if the reader can take that and the copy is not older than the page."""
    compressed = found.place.with_name(f"{found.place.name}.gz")
    if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        try:
            if compressed.stat().st_mtime >= found.modified - 5:
                return compressed.read_bytes(), [*headers, ("Content-Encoding", "gzip")]
        except OSError:
            pass
    return found.place.read_bytes(), headers


def _known(environ: Environ, tag: str, modified: float) -> bool:
    """Tell whether the reader holds this very page already."""
    if "HTTP_IF_NONE_MATCH" in environ:
        return tag in environ["HTTP_IF_NONE_MATCH"]
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    try:
        return since is not None and int(modified) <= parsedate_to_datetime(since).timestamp()
    except (TypeError, ValueError):
        return False


def _guards(path: str, place: Path) -> list[tuple[str, str]]:
    guards = [("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"), ("X-Frame-Options", "DENY")]
    if FILES.search(path):
        return [
            *guards,
            ("Content-Security-Policy", "default-src 'none'; sandbox"),
            ("Content-Disposition", "attachment"),
        ]
    if place.suffix in (".json", ".csv", ".atom"):
        guards.append(("Access-Control-Allow-Origin", "*"))
    return [*guards, ("Content-Security-Policy", POLICY)]


def _type(place: Path) -> str:
    return TYPES.get(place.suffix) or mimetypes.guess_type(place.name)[0] or "application/octet-stream"


def uncompressed(place: Path) -> bytes:
    """Read a compressed copy back."""
    return gzip.decompress(place.read_bytes())
