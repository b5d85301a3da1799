"""How a file is to be masked, and what came of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.documents.rebuilding.model import Dropped, Rebuilt
from gongkai.law.privacy import CountyScheme, Mask, Profile, county_scheme, profile


@dataclass(frozen=True)
class Plan:
    """
    How to mask: without a profile only what blocks a publication is struck; with one, lists get their public form.

    `masks` are the ids of the county's own masks, where they are not the default ones (`law.privacy.county_scheme`).
    """

    on: date
    profile: str = ""
    masks: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Write the plan for the wire."""
        return {"on": self.on.isoformat(), "profile": self.profile, "masks": list(self.masks)}

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> "Plan":
        """Read what `as_json` wrote."""
        return cls(date.fromisoformat(record["on"]), record["profile"], tuple(record["masks"]))

    def scheme(self) -> CountyScheme:
        """Give the county's scheme."""
        return county_scheme(*self.masks, on=self.on)

    def mask_for(self, kind: str) -> Mask | None:
        """Give the county's mask of a kind, if it has one."""
        return self.scheme().masks.get(kind)

    def public_form(self) -> Profile | None:
        """Give the profile, or None when only what blocks is struck."""
        return profile(self.profile, on=self.on, scheme=self.scheme()) if self.profile else None


@dataclass
class Work:
    """A file being masked: its new bytes, and what was done, by what and where."""

    data: bytes = b""
    told: Counter[tuple[str, str]] = field(default_factory=Counter)

    def tell(self, what: str, where: str, count: int = 1) -> None:
        """Note something that was done."""
        if count:
            self.told[what, where] += count


@dataclass(frozen=True)
class Masked:
    """The masked file, rebuilt and searched anew, and what was done to it: what, where, how often."""

    rebuilt: Rebuilt
    told: Sequence[Dropped]
