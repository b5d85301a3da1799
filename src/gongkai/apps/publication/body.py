"""
The text of an item: made safe when it is saved, read as plain text by everything that searches, feeds or exports, shown by one function.

A picture is named by the hash of its bytes (`sha256:…`), so that the hash of the version covers what it shows; the bytes are attached to
the version. Whoever shows the text says where the pictures are to be had.
"""

import re
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser

import nh3

from gongkai.documents.personal_data import mask_text

TAGS = set(
    "p br h2 h3 h4 strong b em i u s sub sup blockquote ul ol li hr a img figure figcaption"  # noqa: SIM905 - reads better
    " table caption colgroup col thead tbody tfoot tr th td".split()
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "col": {"span"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
BLOCKS = {"p", "br", "h2", "h3", "h4", "blockquote", "li", "hr", "figcaption", "caption", "tr"}
CELLS = {"td", "th"}
#: A path of this site; browsers drop tabs and line breaks inside addresses and read “\” as “/”.
OWN_PATH = re.compile(r"/(?![/\\])[^\s\\\x00-\x1f]*")
#: A picture by the hash of its bytes.
PICTURE = re.compile(r"sha256:([0-9a-f]{64})")
_IMAGE = re.compile(r'<img\b(?:[^">]|"[^"]*")*>')
_BETWEEN = re.compile(r'(<(?:[^">]|"[^"]*")*>)')
_SOURCE = re.compile(r'\bsrc="sha256:([0-9a-f]{64})"')


def safe_html(html: str) -> str:
    """Keep headings, lists, tables, links and pictures of this site; drop scripts, styles and everything unknown."""
    return nh3.clean(
        html.replace("\x00", ""),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES | {"sha256"},
        attribute_filter=_own,
        link_rel="noopener noreferrer",
    )


def _own(tag: str, attribute: str, value: str) -> str | None:
    if (tag, attribute) == ("img", "src"):
        return value if OWN_PATH.fullmatch(value) or PICTURE.fullmatch(value) else None
    return None if attribute == "href" and value.lower().lstrip().startswith("sha256:") else value


def pictures_in(html: str) -> list[str]:
    """Give the hashes of the pictures of a safe text, in their order, each once."""
    return list(dict.fromkeys(known[1] for image in _IMAGE.findall(html) if (known := _SOURCE.search(image))))


def shown(html: str, picture_url: Callable[[str], str]) -> str:
    """
    Give a safe text as it is shown: pictures by their address.

    :param picture_url: gives the address of a picture by its hash; an empty one leaves the picture out.
    """

    def place(match: re.Match[str]) -> str:
        known = _SOURCE.search(match[0])
        if known is None:
            return match[0]
        url = picture_url(known[1])
        return f'{match[0][: known.start()]}src="{escape(url, quote=True)}"{match[0][known.end() :]}' if url else ""

    return _IMAGE.sub(place, html)


def masked_html(html: str) -> str:
    """Put **** where personal data stand in the letters of a safe text; its structure stays."""
    pieces = _BETWEEN.split(html)
    return "".join(
        escape(mask_text(unescape(piece)), quote=False) if place % 2 == 0 and piece.strip() else piece
        for place, piece in enumerate(pieces)
    )


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.parts.append("\n")
        elif tag in CELLS:
            self.parts.append("\t")
        elif tag == "img":
            self.parts.append(dict(attrs).get("alt") or "")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def plain_text(html: str) -> str:
    """Give the text of safe HTML: a line for each paragraph or row, a tab between cells, pictures by their description."""
    reader = _Text()
    reader.feed(html)
    reader.close()
    lines = ("".join(reader.parts)).splitlines()
    return "\n".join(kept for line in lines if (kept := line.strip()))
