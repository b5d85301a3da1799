"""Files come before the application, go on without it, and give way where the reader wants something of their own."""

import gzip
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from gongkai.web.static_site.serving import StaticFirst, uncompressed
from gongkai.web.static_site.tree import TOMBSTONE, Tree, with_copies

PAGE = b"<!DOCTYPE html><title>page</title>" + b"x" * 400


class Server:
    """The files, with an application behind them that says what it was asked."""

    def __init__(self, root: Path) -> None:
        self.asked: list[str] = []
        self.status = "200 OK"
        self.broken: Exception | None = None
        self.days = 0
        self.app = StaticFirst(root, self.load, new_day=self.greet)

    def greet(self) -> None:
        self.days += 1

    def load(self) -> Any:
        def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            if self.broken is not None:
                raise self.broken
            self.asked.append(environ["PATH_INFO"])
            start_response(self.status, [("Content-Type", "text/plain")])
            return [b"from the application"]

        return application

    def get(self, path: str, query: str = "", method: str = "GET", **headers: str) -> tuple[str, dict[str, str], bytes]:
        answer: dict[str, Any] = {}

        def start(status: str, given: list[tuple[str, str]], *_: Any) -> None:
            answer.update(status=status, headers=dict(given))

        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}
        body = b"".join(self.app(environ | {f"HTTP_{name.upper()}": value for name, value in headers.items()}, start))
        return answer["status"], answer["headers"], body


@pytest.fixture
def server(tmp_path: Path) -> Server:
    site = Tree(tmp_path)
    folder = site.fresh("one")
    for address, content in {
        "/": PAGE,
        "/xxgk/1/": PAGE,
        "/xxgk/1/items/feed.json": b"{}",
        "/xxgk/1/item/k/files/1.pdf": b"%PDF",
        "/xxgk/演示/": PAGE,
    }.items():
        folder.add(with_copies(folder.place(address), content))
    folder.add(with_copies(folder.place("/xxgk/1/item/gone/").with_name(TOMBSTONE), PAGE))
    (tmp_path / "secret").write_text("secret")
    site.switch(folder)
    return Server(tmp_path)


def test_a_written_page_needs_no_application(server: Server) -> None:
    status, headers, body = server.get("/xxgk/1/")
    assert (status, body, server.asked) == ("200 OK", PAGE, [])
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert headers["Content-Length"] == str(len(PAGE))
    status, headers, body = server.get("/xxgk/1/", accept_encoding="gzip, br")
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == PAGE == uncompressed(server.app.root / "xxgk/1/index.html.gz")
    assert server.get("/xxgk/1/", method="HEAD")[2] == b""
    assert server.get("/xxgk/1/", if_none_match=headers["ETag"])[0] == "304 Not Modified"
    assert server.get("/xxgk/1/", if_modified_since=headers["Last-Modified"])[0] == "304 Not Modified"
    assert server.get("/xxgk/1/", if_modified_since="nonsense")[0] == "200 OK"
    path = "/xxgk/演示/".encode().decode("latin-1")
    assert server.get(path)[2] == server.get("/xxgk/%E6%BC%94%E7%A4%BA/")[2] == PAGE
    assert server.days == 1


def test_data_may_be_read_by_any_script_and_files_run_nothing(server: Server) -> None:
    assert server.get("/xxgk/1/items/feed.json")[1]["Access-Control-Allow-Origin"] == "*"
    headers = server.get("/xxgk/1/item/k/files/1.pdf")[1]
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == "attachment"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_withdrawn_page_answers_gone(server: Server) -> None:
    status, _headers, body = server.get("/xxgk/1/item/gone/")
    assert (status, body) == ("410 Gone", PAGE)


@pytest.mark.parametrize(
    ("path", "query", "headers"),
    [
        ("/xxgk/1/", "after=x", {}),
        ("/xxgk/1/", "", {"cookie": "gk_display=elder"}),
        ("/xxgk/1/", "", {"cookie": "a=b; django_language=en"}),
        ("/xxgk/2/", "", {}),
        ("/xxgk/1/index.html", "", {}),
        ("/../secret", "", {}),
        ("/xxgk/%2e%2e/%2e%2e/secret", "", {}),
        ("/.stamp", "", {}),
        ("/xxgk", "", {}),
    ],
)
def test_what_is_not_simply_a_page_is_for_the_application(
    server: Server, path: str, query: str, headers: dict[str, str]
) -> None:
    assert server.get(path, query, **headers)[2] == b"from the application"


def test_an_ordinary_cookie_keeps_nobody_from_the_file(server: Server) -> None:
    assert server.get("/xxgk/1/", cookie="sessionid=abc; gk_display=; django_language=zh-hans")[2] == PAGE
    assert server.get("/xxgk/1/", method="POST")[2] == b"from the application"


@pytest.mark.parametrize("failure", ["raises", "answers 500"])
def test_with_the_application_down_every_page_is_still_read(server: Server, failure: str) -> None:
    if failure == "raises":
        server.broken = RuntimeError("database gone")
    else:
        server.status = "500 Internal Server Error"
    assert server.get("/xxgk/1/")[2] == PAGE
    assert server.get("/xxgk/1/", cookie="gk_display=elder")[2] == PAGE
    status, _headers, body = server.get("/xxgk/1/search/", "q=x")
    assert status.startswith("50")
    if failure == "raises":
        assert "返回首页" in body.decode()
    server.broken, server.status = None, "200 OK"
    assert server.get("/xxgk/1/search/", "q=x")[2] == b"from the application"


def test_an_application_that_does_not_even_start_is_tried_again(tmp_path: Path, server: Server) -> None:
    tries: list[int] = []

    def load() -> Any:
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("settings wrong")
        return server.load()

    server.app = StaticFirst(tmp_path, load)
    assert server.get("/")[2] == PAGE
    assert server.get("/search/")[0] == "503 Service Unavailable"
    assert server.get("/search/")[2] == b"from the application"
