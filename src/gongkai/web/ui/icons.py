"""Own line icons on a 24 × 24 grid, drawn with one stroke; the words beside them carry the meaning."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PATHS = {
    "alert": "M12 3 2 20h20zM12 10v4.5M12 17.4v.1",
    "archive": "M3 4h18v5H3zM5 9v11h14V9M10 13h4",
    "arrow-right": "M5 12h14M13 6l6 6-6 6",
    "bell": "M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21.5h4",
    "building": "M4 21V7l8-4 8 4v14M2 21h20M9 21v-5h6v5M9 9.5h.1M15 9.5h.1M9 13h.1M15 13h.1",
    "calendar": "M4 6h16v15H4zM4 10.5h16M8 3v4M16 3v4",
    "check": "M4 12.5 10 18 20 6.5",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3.5 2.5",
    "columns": "M3 5h18v14H3zM9 5v14M15 5v14",
    "copy": "M8 8h12v13H8zM16 8V3H4v13h4",
    "download": "M12 3v12M6.5 10 12 15.5 17.5 10M4 20.5h16",
    "edit": "M4 20h4.5L20 8.5 15.5 4 4 15.5zM13 6.5l4.5 4.5",
    "eye": "M2 12s4-6.5 10-6.5S22 12 22 12s-4 6.5-10 6.5S2 12 2 12zM12 9.3a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4z",
    "file": "M6 3h8l5 5v13H6zM14 3v5h5M9 13h6M9 17h6",
    "filter": "M3 5h18l-7 8.5V20l-4-2v-4.5z",
    "help": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.3 9.5a2.8 2.8 0 1 1 4 2.5c-.9.5-1.3 1-1.3 2M12 17v.1",
    "home": "M3 11.5 12 4l9 7.5M5.5 9.5V20h13V9.5",
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 7.4v.1",
    "keyboard": "M2.5 6h19v12h-19zM6 10h.1M10 10h.1M14 10h.1M18 10h.1M7 14.5h10",
    "link": "M10 14a4 4 0 0 0 6 .4l3.5-3.5a4 4 0 0 0-5.6-5.7l-2 2M14 10a4 4 0 0 0-6-.4L4.5 13a4 4 0 0 0 5.6 5.7l2-2",
    "list": "M8.5 6H21M8.5 12H21M8.5 18H21M4 6h.1M4 12h.1M4 18h.1",
    "lock": "M5 11h14v10H5zM8 11V8a4 4 0 0 1 8 0v3M12 15v2.5",
    "mail": "M3 5.5h18v13H3zM3.5 6 12 13l8.5-7",
    "menu": "M4 6.5h16M4 12h16M4 17.5h16",
    "message": "M4 4.5h16v12h-9L6 21v-4.5H4z",
    "minus": "M5 12h14",
    "pause": "M8 5v14M16 5v14",
    "phone": "M5 3.5h4l2 5-2.5 2a12 12 0 0 0 5 5l2-2.5 5 2v4c0 1-1 2-2 1.9C10 20 4 14 3 5.5 3 4.5 4 3.5 5 3.500z",
    "plus": "M12 5v14M5 12h14",
    "print": "M7 8V3h10v5M7 17H3.500V8h17v9H17M7 14h10v7H7z",
    "qr": "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.500v2.500M20 14v6h-6v-2M17 20v-1",
    "question": "M9 9a3 3 0 1 1 4.3 2.700C12.4 12.2 12 13 12 14.500M12 18v.1",
    "refresh": "M20 12a8 8 0 1 1-2.4-5.700M20 3v5h-5",
    "scale": "M12 3v18M7 21h10M4 7h16M4 7l-2.5 7h5zM20 7l-2.5 7h5z",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21",
    "send": "M21 3 3 10.500l7 3 3 7zM21 3 10 13.5",
    "settings": "M4 7h9M19 7h1M4 17h1M11 17h9M16 4.500v5M8 14.500v5",
    "sound": "M4 9.500v5h4l5 4.500V5L8 9.500zM16.5 9a4 4 0 0 1 0 6M19 6.500a8 8 0 0 1 0 11",
    "sort": "M8 4v16M4.5 7.5 8 4l3.5 3.500M16 20V4M12.5 16.5 16 20l3.5-3.5",
    "sort-down": "M12 5v14M6 13l6 6 6-6",
    "sort-up": "M12 19V5M6 11l6-6 6 6",
    "trash": "M4 6.500h16M9 6.500V4h6v2.500M6 6.5 7 21h10l1-14.500M10 11v6M14 11v6",
    "undo": "M4 9h10a5.5 5.5 0 0 1 0 11H8M8 4.5 3.5 9 8 13.5",
    "upload": "M12 16V4M6.5 9 12 3.5 17.5 9M4 20.500h16",
    "user": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c.5-4.5 3.5-6.5 8-6.500s7.5 2 8 6.5",
    "users": "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 20c.4-4 3-5.5 6.5-5.500s6.1 1.5 6.5 5.500M16 5.500a3.5 3.5 0 0 1 0 6.500M18 14.800c2 .7 3.2 2.3 3.5 5.2",
    "x": "M5 5l14 14M19 5 5 19",
}  # fmt: skip


def icon(name: str, label: str = "") -> SafeString:
    """
    Draw an icon; without a label it is decoration and hidden from screen readers.

    :raises KeyError: there is no such icon.
    """
    named = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" focusable="false" {}><path d="{}"/></svg>',
        named,
        PATHS[name],
    )
