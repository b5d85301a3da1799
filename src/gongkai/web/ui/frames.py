"""Plain data of the frames around a page; the portal and the workbench fill them in their context processors."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class NavItem:
    """A line of a menu. `count` stands at its right (`alert` paints it red: urgent); `note` is read out, not shown."""

    label: str
    url: str
    count: int | str | None = None
    current: bool = False
    alert: bool = False
    children: Sequence["NavItem"] = ()
    note: str = ""
    key: str = ""


@dataclass(frozen=True)
class Footer:
    """Who answers for the site, and the marks that a government site must carry; empty ones are left out."""

    organ: str = ""
    address: str = ""
    phone: str = ""
    hours: str = ""
    supervise_phone: str = ""
    site_code: str = ""
    icp: str = ""
    police: str = ""
    map_url: str = ""
    complaint_url: str = ""
    data_url: str = ""
    access_url: str = ""
    verify_url: str = ""


@dataclass(frozen=True)
class Site:
    """The head and the foot of an organ's public pages."""

    name: str
    home_url: str = "/"
    subtitle: str = ""
    updated_on: date | None = None
    search_url: str = ""
    apply_url: str = ""
    nav: Sequence[NavItem] = ()
    footer: Footer = field(default_factory=Footer)


@dataclass(frozen=True)
class Desk:
    """The navy column of the workbench: for which organ, who sits there, where they can go."""

    organ: str
    person: str = ""
    role: str = ""
    nav: Sequence[NavItem] = ()
    secondary: Sequence[NavItem] = ()
    home_url: str = "/desk/"
    search_url: str = ""
    help_url: str = ""
    account_url: str = ""
    posts: Sequence[NavItem] = ()


@dataclass(frozen=True)
class Chip:
    """A filter that is a link; switched on, the link takes it off."""

    label: str
    url: str
    on: bool = False
    count: int | None = None
