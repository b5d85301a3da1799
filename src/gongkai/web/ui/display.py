"""
How a person wants to see the pages: size, elder mode, contrast, soft ground.

One cookie on the device holds the words that are switched on, so that a page made beforehand and a page made on request look alike
(`static/gongkai/js/display.js` reads the same cookie). Nothing about it is kept on the server.
"""

from collections.abc import Mapping

COOKIE = "gk_display"
COOKIE_AGE = 365 * 24 * 3600
SIZES = ("", "size-l", "size-xl")
SWITCHES = ("elder", "contrast", "soft")


def words(cookie: str) -> tuple[str, ...]:
    """Give the known words of a cookie, in a fixed order; anything else in it is dropped."""
    found = set(cookie.split("."))
    return tuple(word for word in (*SIZES[1:], *SWITCHES) if word in found)


def changed(cookie: str, change: Mapping[str, str]) -> str:
    """Give the cookie after a change such as `{"elder": "on"}` or `{"size": "up"}`; unknown changes change nothing."""
    found = set(words(cookie))
    if step := {"up": 1, "down": -1}.get(change.get("size", "")):
        size = next((place for place, word in enumerate(SIZES) if word in found), 0)
        found -= set(SIZES)
        found.add(SIZES[max(0, min(len(SIZES) - 1, size + step))])
    for switch in SWITCHES:
        match change.get(switch):
            case "on":
                found.add(switch)
            case "off":
                found.discard(switch)
    return ".".join(words(".".join(found)))
