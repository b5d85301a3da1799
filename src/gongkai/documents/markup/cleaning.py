"""
Clean what was pasted from Word, WPS, a browser or a mailer: keep what a reader sees as structure, count the rest by name.

Word puts comments, deleted passages and hidden text on the clipboard together with the text; a person who pastes cannot see them.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

from lxml import html

from gongkai.documents.rebuilding.model import Dropped

#: An element of lxml.html, which carries no types of its own.
Element = Any
#: What stays, and under which name; the title of the page is its only first-level heading.
KEPT = {
    "h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4", "p": "p", "br": "br", "hr": "hr", "blockquote": "blockquote",
    "ul": "ul", "ol": "ol", "li": "li", "strong": "strong", "b": "strong", "em": "em", "i": "em", "u": "u", "s": "s", "strike": "s",
    "sub": "sub", "sup": "sup", "a": "a", "img": "img", "figure": "figure", "figcaption": "figcaption", "table": "table",
    "caption": "caption", "thead": "thead", "tbody": "tbody", "tfoot": "tfoot", "tr": "tr", "th": "th", "td": "td",
}  # fmt: skip
ATTRIBUTES = {
    "a": ("href", "title"), "img": ("src", "alt", "width", "height"), "ol": ("start",), "th": ("colspan", "rowspan", "scope"),
    "td": ("colspan", "rowspan"),
}  # fmt: skip
_BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "blockquote", "table", "hr", "figure"}
_VOID = {"br", "hr", "img"}
_NUMBERS = {"colspan", "rowspan", "width", "height", "start"}
#: Elements that go with everything inside, by what they are told as; without a name they carry nothing a reader could miss.
_GONE = {
    "script": "脚本", "style": "", "head": "", "title": "", "meta": "", "link": "", "xml": "", "template": "", "noscript": "",
    "del": "删除文字", "form": "表单", "input": "表单", "select": "表单", "textarea": "表单", "button": "表单", "iframe": "嵌入的网页",
    "object": "嵌入的对象", "embed": "嵌入的对象", "applet": "嵌入的对象", "svg": "图形", "math": "公式", "canvas": "图形", "video": "音视频",
    "audio": "音视频",
}  # fmt: skip
_HIDDEN = re.compile(r"mso-hide\s*:\s*all|display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.I)
_REMARK = re.compile(r"mso-element\s*:\s*comment(?!-)|(?:^|\s)MsoCommentText", re.I)
#: The mark beside a commented passage, and the rule above the comments; the passage itself stays.
_REMARK_PLACE = re.compile(
    r"mso-special-character\s*:\s*comment|(?:^|\s)(?:MsoCommentReference|msocomanchor|msocomoff)", re.I
)
_HEADING = re.compile(r"(?:^|\s)MsoTitle|mso-outline-level\s*:\s*(\d)|(?:^|\s)MsoHeading(\d)", re.I)
_LIST = re.compile(r"mso-list\s*:\s*l\d+\s+level(\d+)", re.I)
_LIST_MARK = re.compile(r"mso-list\s*:\s*Ignore", re.I)
_BULLET = re.compile(r"^[·•●○■□◆◇▪▫➢✓§Øoü*-]$")
_COUNT = re.compile(r"^\(?(\d{1,3})[.\uff0e、)]?$")
_WEIGHT = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_DIRECTIVE = re.compile(r"<!\[.*?\]>", re.S)
_PICTURE = re.compile(r"(?:sha256:|(?:https?://[^/\s]+)?/desk/[\w-]+/pictures/)([0-9a-f]{64})")
_LINK = re.compile(r"(?:https?://|mailto:|tel:|/(?![/\\]))\S*", re.I)
_BLANK = re.compile(r"[ \t\r\n\f]+")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
LONGEST = 5_000_000


@dataclass(frozen=True)
class Cleaned:
    """Clean markup, and what is not in it any more, for the person to read: “批注3条、删除文字1处”."""

    html: str
    dropped: tuple[Dropped, ...] = ()


class TooLong(ValueError):
    """A text that is no text of a page any more."""

    def __init__(self, size: int) -> None:
        super().__init__(f"粘贴的内容有{size // 10_000}万字符，超过{LONGEST // 10_000}万字符的限制。请作为文件上传。")


def clean(markup: str) -> Cleaned:
    """
    Clean pasted markup. What is clean already comes back as it was, with nothing dropped.

    :raises TooLong: more than five million characters.
    """
    if len(markup) > LONGEST:
        raise TooLong(len(markup))
    text = _DIRECTIVE.sub("", markup.replace("\x00", ""))
    if not text.strip():
        return Cleaned("")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, recover=True)
    root = html.fragment_fromstring(text.encode(), create_parent="div", parser=parser)
    cleaner = _Cleaner()
    blocks = cleaner.blocks(root)
    return Cleaned("".join(blocks), cleaner.report())


class _Cleaner:
    def __init__(self) -> None:
        self._dropped: Counter[str] = Counter()

    def report(self) -> tuple[Dropped, ...]:
        return tuple(Dropped(what, "正文", count) for what, count in sorted(self._dropped.items()))

    # ---- blocks

    def blocks(self, parent: Element) -> list[str]:
        """Write what stands in an element as blocks; loose text between them becomes paragraphs."""
        found: list[str] = []
        loose: list[str] = []
        items: list[tuple[bool, str]] = []

        def flush_text() -> None:
            if text := _trim("".join(loose)):
                found.append(f"<p>{text}</p>")
            loose.clear()

        def flush_list() -> None:
            if items:
                tag = "ol" if items[0][0] else "ul"
                found.append(f"<{tag}>{''.join(f'<li>{text}</li>' for _, text in items)}</{tag}>")
            items.clear()

        loose.append(_text(parent.text))
        for child in parent:
            if self._skips(child):
                pass
            elif (item := self._list_item(child)) is not None:
                flush_text()
                if items and items[0][0] != item[0]:
                    flush_list()
                items.append(item)
            elif self._is_block(child):
                flush_text()
                flush_list()
                found += self._block(child)
            else:
                if items and (child.text_content().strip()):
                    flush_list()
                loose.append(self._inline(child))
            tail = _text(child.tail)
            if tail.strip():
                flush_list()
            loose.append(tail)
        flush_text()
        flush_list()
        return found

    def _is_block(self, element: Element) -> bool:
        name = _name(element)
        if KEPT.get(name) in _BLOCKS or name in (
            "li",
            "tr",
            "td",
            "th",
            "tbody",
            "thead",
            "tfoot",
            "caption",
            "figcaption",
        ):
            return True
        inner = {KEPT.get(_name(one)) for one in element.iter() if isinstance(one.tag, str)}
        return bool(inner & _BLOCKS) or name in (
            "div",
            "section",
            "article",
            "main",
            "header",
            "footer",
            "center",
            "address",
            "dl",
            "pre",
        )

    def _block(self, element: Element) -> list[str]:
        name = _name(element)
        kept = KEPT.get(name, "")
        if kept in ("p", "h2", "h3", "h4"):
            if any(KEPT.get(_name(one)) in _BLOCKS for one in element.iterdescendants() if isinstance(one.tag, str)):
                return self.blocks(element)
            tag = f"h{heading}" if (heading := _heading(element)) else kept
            text = _trim(self._content(element))
            return [f"<{tag}>{text}</{tag}>"] if text else []
        writers: dict[str, Callable[[Element], str]] = {
            "ul": self._list, "ol": self._list, "table": self._table, "figure": self._figure
        }  # fmt: skip
        if kept in writers:
            written = writers[kept](element)
            return [written] if written else []
        if kept == "hr":
            return ["<hr>"]
        if kept == "blockquote":
            inner = "".join(self.blocks(element))
            return [f"<blockquote>{inner}</blockquote>"] if inner else []
        return self.blocks(element)

    def _list(self, element: Element) -> str:
        tag = KEPT[_name(element)]
        items = [self._item(child) for child in element if not self._skips(child)]
        written = "".join(f"<li>{item}</li>" for item in items if item)
        return f"<{tag}{_attributes(element, tag)}>{written}</{tag}>" if written else ""

    def _item(self, element: Element) -> str:
        inner = "".join(self.blocks(element))
        alone = re.fullmatch(r"<p>((?:(?!<p>).)*)</p>(.*)", inner, re.S)
        return f"{alone[1]}{alone[2]}" if alone else inner

    def _list_item(self, element: Element) -> tuple[bool, str] | None:
        """Give a paragraph that Word shows as an item of a list, without the mark in front of it; None for all others."""
        if _name(element) != "p" or not _LIST.search(element.get("style", "")):
            return None
        mark = ""
        for child in list(element.iter()):
            if isinstance(child.tag, str) and _LIST_MARK.search(child.get("style", "")):
                mark = child.text_content().replace("\xa0", "").strip()
                child.drop_tree()
                break
        if mark and not (_BULLET.match(mark) or _COUNT.match(mark)):
            # No list of a page counts 一、（1）; such a mark becomes part of the text.
            element.text = f"{mark}{element.text or ''}"
            return None
        return bool(_COUNT.match(mark)), _trim(self._content(element))

    def _table(self, element: Element) -> str:
        caption = next((_trim(self._content(one)) for one in element if _name(one) == "caption"), "")
        rows = [row for row in element.iter("tr") if _nearest(row, "table") is element and not self._skips(row)]
        written = "".join(self._row(row, head=_nearest(row, "thead") is not None) for row in rows)
        head = f"<caption>{caption}</caption>" if caption else ""
        return f"<table>{head}<tbody>{written}</tbody></table>" if written else ""

    def _row(self, row: Element, *, head: bool) -> str:
        cells = [cell for cell in row if _name(cell) in ("td", "th") and not self._skips(cell)]
        return f"<tr>{''.join(self._cell(cell, head=head) for cell in cells)}</tr>" if cells else ""

    def _cell(self, cell: Element, *, head: bool) -> str:
        tag = "th" if head or _name(cell) == "th" else "td"
        inner = "".join(self.blocks(cell))
        simple = re.sub(r"</p><p>", "<br>", inner)
        alone = re.fullmatch(r"<p>((?:(?!</?(?:p|table|ul|ol|h\d)\b).)*)</p>", simple, re.S)
        scope = ' scope="col"' if head and not cell.get("scope") else ""
        return f"<{tag}{_attributes(cell, tag)}{scope}>{alone[1] if alone else inner}</{tag}>"

    def _figure(self, element: Element) -> str:
        pictures = "".join(self._picture(one) for one in element.iter("img"))
        words = next((_trim(self._content(one)) for one in element.iter("figcaption")), "")
        caption = f"<figcaption>{words}</figcaption>" if words else ""
        return f"<figure>{pictures}{caption}</figure>" if pictures else (f"<p>{words}</p>" if words else "")

    # ---- inside a block

    def _content(self, element: Element) -> str:
        parts = [_text(element.text)]
        for child in element:
            if not self._skips(child):
                parts.append(self._inline(child))
            parts.append(_text(child.tail))
        return "".join(parts)

    def _inline(self, element: Element) -> str:
        kept = KEPT.get(_name(element), "")
        if kept in ("img", "br"):
            return self._picture(element) if kept == "img" else "<br>"
        inner = self._content(element)
        if kept == "a":
            return self._link(element, inner)
        if kept in ("strong", "em", "u", "s", "sub", "sup") and inner.strip():
            return f"<{kept}>{inner}</{kept}>"
        if not kept and _WEIGHT.search(element.get("style", "")) and inner.strip() and "<strong>" not in inner:
            return f"<strong>{inner}</strong>"
        return inner

    def _link(self, element: Element, inner: str) -> str:
        href = element.get("href", "").strip()
        if _LINK.fullmatch(href):
            return f"<a{_attributes(element, 'a')}>{inner}</a>" if inner.strip() else ""
        if href and not href.startswith("#"):
            self._dropped["无法识别的链接"] += 1
        return inner

    def _picture(self, element: Element) -> str:
        known = _PICTURE.fullmatch(element.get("src", "").split("?", 1)[0])
        if known is None:
            self._dropped["图片"] += 1
            return ""
        return f'<img src="sha256:{known[1]}"{_attributes(element, "img", but="src")}>'

    # ---- what goes

    def _skips(self, element: Element) -> bool:
        """Tell whether an element goes with all it holds, and count it under its name."""
        if not isinstance(element.tag, str):
            return True
        name = _name(element)
        style, classes = element.get("style", ""), element.get("class", "")
        if name in _GONE:
            self._note(_GONE[name], element)
        elif name.startswith(("v:", "w:")):
            self._note("图形" if name.startswith("v:") else "", element)
        elif _REMARK.search(classes) or _REMARK.search(style):
            self._note("批注", element)
        elif element.get("hidden") is not None or _HIDDEN.search(style):
            self._note("隐藏文字", element)
        else:
            return bool(_REMARK_PLACE.search(style) or _REMARK_PLACE.search(classes))
        return True

    def _note(self, what: str, element: Element) -> None:
        if what and (element.text_content().strip() or what not in ("删除文字", "批注", "隐藏文字")):
            self._dropped[what] += 1


def _name(element: Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _nearest(element: Element, name: str) -> Element | None:
    stop = "table" if name == "thead" else ""
    for parent in element.iterancestors():
        if _name(parent) == name:
            return parent
        if stop and _name(parent) == stop:
            return None
    return None


def _heading(element: Element) -> int:
    name = _name(element)
    if name != "p":
        return 0
    found = _HEADING.search(element.get("class", "")) or _HEADING.search(element.get("style", ""))
    if not found:
        return 0
    level = found[1] or found[2]
    return min(4, max(2, int(level) + 1)) if level and level != "0" else 0


def _attributes(element: Element, tag: str, *, but: str = "") -> str:
    written = ""
    for name in ATTRIBUTES.get(tag, ()):
        value = element.get(name)
        if value is None or name == but or (name in _NUMBERS and not value.isdecimal()):
            continue
        if name in ("colspan", "rowspan", "start") and int(value) == 1:
            continue
        written += f' {name}="{escape(value.strip(), quote=True)}"'
    return written


def _text(text: str | None) -> str:
    return escape(_UNSEEN.sub("", _BLANK.sub(" ", (text or "").replace("\xa0", " "))), quote=False)


def _trim(text: str) -> str:
    """Take blanks and line breaks off both ends; ideographic blanks are a typewriter's indent."""
    return re.sub(r"^(?:[\s\u3000]|<br>)+|(?:[\s\u3000]|<br>)+$", "", text)


def told(dropped: tuple[Dropped, ...]) -> str:
    """Say in one line what was dropped: “批注3条、删除文字1处”; nothing when nothing was."""
    counts: Counter[str] = Counter()
    for one in dropped:
        counts[one.what] += one.count
    return "、".join(f"{what}{count}{_MEASURES.get(what, '处')}" for what, count in counts.items())


_MEASURES = {"批注": "条", "图片": "张", "表单": "个", "脚本": "段"}
