"""The lines of a report's table as HTML; three hundred cells are too many for a template each."""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gongkai.web.ui.grids import Figure, GridLine, HeadCell


def lines(found: Iterable[GridLine]) -> SafeString:
    """Print lines as table rows; every text and address is escaped."""
    rows = (f"<tr>{''.join(map(_head, line.heads))}{''.join(map(_figure, line.cells))}</tr>\n" for line in found)
    return mark_safe("".join(rows))  # noqa: S308 - every part is escaped below


def _attrs(**given: object) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in given.items() if value not in ("", 1, None))


def _head(head: HeadCell) -> str:
    css = f"{head.kind} stick".strip() if head.stick else head.kind
    attrs = _attrs(id=head.id, colspan=head.colspan, rowspan=head.rowspan, scope=head.scope, **{"class": css})
    text = str(escape(head.text))
    if head.kind and head.rowspan > 1:  # the name of a tall group follows the reader down its rows
        text = f'<span class="follow">{text}</span>'
    return f"<th{attrs}>{text}</th>"


def _figure(figure: Figure) -> str:
    attrs = _attrs(
        id=figure.id, headers=figure.headers, colspan=figure.colspan, title=figure.words, **{"class": figure.kind}
    )
    text = escape(figure.text)
    shown = f'<a href="{escape(figure.href)}">{text}</a>' if figure.href else text
    words = f'<span class="hidden-text"> {escape(figure.words)}</span>' if figure.words else ""
    return f"<td{attrs}>{shown}{words}</td>"
