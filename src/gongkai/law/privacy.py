"""
Personal information in lists: kinds, masks, profiles, and the one scheme of a county (`ogi:15`, `pipl:28.1`, `open-points2018:1`).

A profile says which kinds a list shows to whom; how a kind is shown is decided once for the whole county. Two lists that mask one
number differently give it back together, so a second scheme is refused, whichever office or year it comes from.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from gongkai.law.citations import Citation, chinese
from gongkai.law.entries import Entry, Rules, load

_WEIGHTS = tuple(2**power % 11 for power in range(17, 0, -1))
_CHECK_CHARACTERS = "10X98765432"
_COMPOUND_SURNAMES = re.compile(
    "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|司徒|夏侯|南宫|端木|独孤|轩辕|呼延|闻人|赫连|拓跋|申屠|百里|东郭"
)
_TO_GROUP = re.compile(r".*?[一二三四五六七八九十百\d]+(?:村民小组|小组|组|社(?!区)|队)")
_TO_VILLAGE = re.compile(r".*?(?:村委会|村|社区|居委会|嘎查)")
_TO_TOWNSHIP = re.compile(r".*?(?:乡|镇|街道)")


class MaskShowsTooMuch(ValueError):
    """A mask leaves more characters readable than the ceiling of its kind."""

    def __init__(self, *, kind: str, first: int, last: int, ceiling: Entry) -> None:
        self.kind, self.first, self.last, self.cites = kind, first, last, ceiling.cites
        super().__init__(
            f"遮盖方式显示前{first}位、后{last}位，超过上限（前{ceiling['first']}位、后{ceiling['last']}位）："
            f"{ceiling.label}。请改用“不显示”。（依据：{'、'.join(map(chinese, ceiling.cites))}）"
        )


class MixedMasks(ValueError):
    """One kind was to be masked in a second way inside the county."""

    def __init__(self, *, kind: str, in_use: "Mask", asked: "Mask") -> None:
        self.kind, self.in_use, self.asked = kind, in_use, asked
        super().__init__(
            f"全县统一使用“{in_use.label}”，不能改用“{asked.label}”：同一号码两种遮盖方式并存，可以拼出完整号码。"
            f"请使用“{in_use.label}”，或由县级公开主管部门撤下旧名单后统一更换。"
        )


@dataclass(frozen=True)
class Kind:
    """A kind of personal information: its label, whether it is sensitive (`pipl:28.1`), what an unmasked value does."""

    id: str
    label: str
    severity: str
    sensitive: bool
    advice: str
    cites: tuple[Citation, ...]


@dataclass(frozen=True)
class Mask:
    """How one kind is shown: `characters` keeps `first` and `last` of them; names and addresses have styles of their own."""

    id: str
    label: str
    kind: str
    style: str
    first: int
    last: int
    default: bool
    cites: tuple[Citation, ...]

    def apply(self, value: str) -> str:
        """Write the masked form; a mask that shows nothing gives an empty text."""
        text = value.strip()
        if self.style == "full" or not text:
            return text
        if self.style == "surname":
            return mask_name(text)
        if self.style == "village_group":
            return to_village_group(text)
        if not self.first + self.last:
            return ""
        return (
            f"{text[: self.first]}****{text[len(text) - self.last :]}" if len(text) > self.first + self.last else "****"
        )

    def positions(self, length: int) -> frozenset[int]:
        """Tell which characters of a number with `length` characters stay readable, counted from 0."""
        return frozenset(range(self.first)) | frozenset(range(length - self.last, length))


@dataclass(frozen=True)
class Profile:
    """What a kind of list shows to one audience; kinds that are not in `shows` are left out."""

    id: str
    label: str
    audience: str
    shows: frozenset[str]
    masks: Mapping[str, Mask]
    minors: str
    cites: tuple[Citation, ...]

    def mask_for(self, kind: str) -> Mask | None:
        """Give the mask of a kind, or None when the kind is left out."""
        return self.masks[kind] if kind in self.shows else None


@dataclass(frozen=True)
class CountyScheme:
    """The one mask of each kind of number, for all offices, lists and years of a county."""

    masks: Mapping[str, Mask]

    def admit(self, mask: Mask) -> None:
        """
        Let a mask be used beside those in use.

        :raises MixedMasks: another mask of this kind is in use.
        """
        in_use = self.masks.get(mask.kind)
        if in_use is not None and (in_use.first, in_use.last) != (mask.first, mask.last):
            raise MixedMasks(kind=mask.kind, in_use=in_use, asked=mask)


@cache
def kinds(on: date) -> Mapping[str, Kind]:
    """Give every kind of personal information known on the day `on`, by id."""
    return MappingProxyType(
        {
            entry.id: Kind(entry.id, entry.label, entry["severity"], entry["sensitive"], entry["advice"], entry.cites)
            for entry in _of(on, "severity")
        }
    )


@cache
def masks(on: date) -> Mapping[str, Mask]:
    """
    Give every mask that may be used on the day `on`, by id.

    :raises MaskShowsTooMuch: the data hold a mask above its ceiling.
    """
    found = {entry.id: _mask(entry) for entry in _of(on, "style")}
    for mask in found.values():
        check_ceiling(mask.kind, first=mask.first, last=mask.last, on=on)
    return MappingProxyType(found)


@cache
def public_fields(on: date) -> Mapping[str, str]:
    """Give the heading of every column that a list may show as it is, with the id of its field."""
    return MappingProxyType({heading: entry.id for entry in _of(on, "headings") for heading in entry["headings"]})


def check_ceiling(kind: str, *, first: int, last: int, on: date) -> None:
    """
    Refuse a mask that shows more than its kind allows.

    :raises MaskShowsTooMuch: it does.
    """
    for ceiling in _of(on, "kind", "first", "last"):
        if (
            ceiling.id.startswith("ceiling.")
            and ceiling["kind"] == kind
            and (first > ceiling["first"] or last > ceiling["last"])
        ):
            raise MaskShowsTooMuch(kind=kind, first=first, last=last, ceiling=ceiling)


def county_scheme(*chosen: str, on: date) -> CountyScheme:
    """
    Put together the scheme of a county: the default of each kind unless another mask is chosen by its id.

    :raises LookupError: no such mask.
    :raises MixedMasks: two masks of one kind are chosen.
    """
    known = masks(on)
    picked: dict[str, Mask] = {}
    for name in chosen:
        if name not in known:
            raise LookupError(f"没有名为“{name}”的遮盖方式。可选：{'、'.join(sorted(known))}。")
        CountyScheme(picked).admit(known[name])
        picked[known[name].kind] = known[name]
    defaults = {mask.kind: mask for mask in known.values() if mask.default}
    return CountyScheme(MappingProxyType({**defaults, **picked}))


def profile(
    id: str,  # noqa: A002 - the key is called id in the data
    *,
    on: date,
    scheme: CountyScheme | None = None,
    also_shows: Iterable[str] = (),
) -> Profile:
    """
    Give the profile of a list under the county's scheme.

    :param also_shows: kinds that the office insists on showing in the county's masked form, for example `id_number`.
    :raises NoRuleInForce: no such profile on that day.
    :raises ValueError: a kind of `also_shows` has no mask and is never shown.
    """
    entry = _rules().get(id, on=on)
    chosen = dict((scheme or county_scheme(on=on)).masks)
    chosen["name_in_list"] = masks(on)[entry["names"]]
    shows = frozenset(entry["shows"]) | frozenset(also_shows)
    never = shows - chosen.keys()
    if never:
        raise ValueError(
            f"{'、'.join(sorted(kinds(on)[kind].label for kind in never))}不得在名单中显示，请从名单中删去。"
        )
    return Profile(
        id=entry.id,
        label=entry.label,
        audience=entry["audience"],
        shows=shows,
        masks=MappingProxyType(chosen),
        minors=entry["minors"],
        cites=entry.cites,
    )


def profiles(on: date) -> tuple[str, ...]:
    """Give the ids of all profiles in force on the day `on`."""
    return tuple(entry.id for entry in _of(on, "audience"))


def mask_name(name: str) -> str:
    """Keep the surname: 张*, 欧阳**; of a name with a middle dot only its first character."""
    if "·" in name:
        return f"{name[0]}**"
    surname = 2 if _COMPOUND_SURNAMES.match(name) and len(name) > 2 else 1
    return name[:surname] + "*" * max(1, len(name) - surname)


def to_village_group(address: str) -> str:
    """Cut an address after the village group, or else after the village, or else after the township."""
    for shape in (_TO_GROUP, _TO_VILLAGE, _TO_TOWNSHIP):
        match = shape.match(address)
        if match:
            return match[0]
    return ""


def id_check_character(first17: str) -> str:
    """Reckon the last character of an 18-character identity number from its first 17 digits."""
    return _CHECK_CHARACTERS[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def candidates(shown: Mapping[int, str], *, area: str, birth_years: Iterable[int]) -> int:
    """
    Count the identity numbers that fit what a reader knows: 1 means the number is given away.

    :param shown: readable characters by position (0 to 17), joined from all lists.
    :param area: the six digits of the county, known to every reader of a village list.
    :param birth_years: years that come into question, one when the age is known.
    """
    if any(area[position] != character for position, character in shown.items() if position < 6):
        return 0
    wanted = {_CHECK_CHARACTERS.index(shown[17])} if 17 in shown else set(range(11))
    serials = _serials_by_residue(tuple(sorted((at, shown[at]) for at in shown if 14 <= at < 17)))
    births = tuple(sorted((at, shown[at]) for at in shown if 6 <= at < 14))
    return sum(
        count * serials[rest]
        for year in birth_years
        for residue, count in _births_by_residue(area, year, births).items()
        for rest in range(11)
        if (residue + rest) % 11 in wanted
    )


@cache
def _births_by_residue(area: str, year: int, known: tuple[tuple[int, str], ...]) -> dict[int, int]:
    counts: dict[int, int] = dict.fromkeys(range(11), 0)
    for born in _days(year):
        digits = area + f"{born:%Y%m%d}"
        if all(digits[position] == character for position, character in known):
            counts[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=False)) % 11] += 1
    return counts


@cache
def _serials_by_residue(known: tuple[tuple[int, str], ...]) -> dict[int, int]:
    counts: dict[int, int] = dict.fromkeys(range(11), 0)
    for serial in range(1000):
        digits = f"{serial:03d}"
        if all(digits[position - 14] == character for position, character in known):
            counts[sum(int(d) * w for d, w in zip(digits, _WEIGHTS[14:], strict=True)) % 11] += 1
    return counts


def _days(year: int) -> Iterable[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))


def _rules() -> Rules:
    return load("privacy")


def _of(on: date, *keys: str) -> list[Entry]:
    return [entry for entry in _rules().in_force(on) if all(key in entry.values for key in keys)]


def _mask(entry: Entry) -> Mask:
    return Mask(
        id=entry.id,
        label=entry.label,
        kind=entry["kind"],
        style=entry["style"],
        first=entry["first"],
        last=entry["last"],
        default=entry["default"],
        cites=entry.cites,
    )
