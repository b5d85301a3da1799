"""What a letter says about the organ that signs it: its name of the day, where to reach it, where its decisions can be contested."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.apps.foi.models import LetterSettings
from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import name_on
from gongkai.law.annual_report.model import OrganKind
from gongkai.law.entries import load

#: Whose decisions are heard by which kind of government above (`arl:24`); others keep the general words of the law's data.
_HEARD_BY = {OrganKind.TOWNSHIP: OrganKind.COUNTY, OrganKind.COUNTY: OrganKind.PREFECTURE}
_HEARD_BY |= {OrganKind.PREFECTURE: OrganKind.PROVINCE}
#: Characters that a number must not have before its year (GB/T 9704-2012, 7.2.5).
_NOT_IN_MARK = re.compile(r"[〔〕\[\]()（）第\s]")


def organ_facts(organ: Organ, *, on: date) -> dict[str, Any]:
    """Give the facts of a letter that belong to the organ, as they stood on the day of the letter."""
    chosen = settings_of(organ)
    name = name_on(organ, on)
    return {
        "organ": name,
        "organ_kind": organ.kind,
        "contact": contact(organ, name),
        "reconsideration_organ": chosen.reconsideration_organ or _above(organ, on),
        "court": chosen.court,
        "online_link": chosen.online_link,
        "switches": _switches(chosen, on),
        "payment_method": chosen.payment_method,
    }


def settings_of(organ: Organ) -> LetterSettings:
    """Give what the organ has decided for its letters; nothing decided is the law's own wording."""
    return LetterSettings.objects.filter(organ=organ).first() or LetterSettings(organ=organ)


def mark_of(organ: Organ) -> str:
    """Give the organ's mark for the numbers of its letters; without one of its own, its short name."""
    return settings_of(organ).mark or _NOT_IN_MARK.sub("", organ.short_name) or organ.code


def contact(organ: Organ, name: str) -> str:
    """Write whom to ask, with telephone and address as far as they are known."""
    told = [f"联系机构：{organ.office or name}"]
    told += [f"联系电话：{organ.phone}"] if organ.phone else []
    told += [f"地址：{organ.address}"] if organ.address else []
    return "，".join(told)


def _above(organ: Organ, on: date) -> str:
    kind = _HEARD_BY.get(OrganKind(organ.kind))
    if kind is None:
        return ""
    codes = organ.path.rstrip("/").split("/")[:-1]
    above = Organ.objects.filter(code__in=codes, kind=kind.value).order_by("-path").first() if codes else None
    return name_on(above, on) if above else ""


def _switches(chosen: LetterSettings, on: date) -> Mapping[str, str | bool]:
    """Give the organ's choices as far as the law of that day leaves them open."""
    made: dict[str, str | bool] = {}
    if chosen.partly_granted:
        made["partly_granted"] = chosen.partly_granted
    if chosen.not_held_prior is not None:
        made["not_held"] = chosen.not_held_prior
    if not made:
        return made
    leaves_open = load("remedies").get("scope", on=on)["switches"]
    return {name: choice for name, choice in made.items() if name in leaves_open}
