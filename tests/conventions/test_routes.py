"""Every route says who may use it."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

#: Routes of libraries, which guard themselves.
LIBRARIES = ("accounts/", "i18n/")


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


def test_every_route_states_its_permission() -> None:
    ours = {name: pattern for name, pattern in routes() if not name.startswith(LIBRARIES)}
    assert ours, "no route found"
    assert [name for name, pattern in ours.items() if not hasattr(pattern.callback, "access")] == []
