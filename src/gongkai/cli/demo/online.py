"""Applications handed in on line, by the same steps as on the portal."""

from datetime import date, timedelta

from gongkai.apps.foi import operations as foi
from gongkai.apps.foi.models import FoiRequest
from gongkai.apps.organs.models import Organ
from gongkai.cli.demo.flow import at

ANSWERS = {
    "kind": "natural_person",
    "name": "演示申请人己",
    "id_type": "护照",
    "id_number": "E00000000",
    "phone": "0000-7654321",
    "title": "2026年柳树湾村道路硬化项目验收报告",
    "description": "2026年上半年完工，要验收报告和结算表。",
    "delivery_form": "电子",
    "delivery_channel": "网上下载",
    "agent": "no",
}


def open_channel(organ: Organ, *, on: date) -> None:
    """Let an organ take applications on line."""
    foi.open_online_channel(organ=organ, by=None, on=on)


def apply(organ: Organ, *, today: date) -> FoiRequest:
    """Hand one application in on line, yesterday."""
    draft, _code = foi.start_draft(organ=organ, by=None, at=at(today - timedelta(days=1)))
    foi.save_answers(draft=draft, by=None, at=at(today - timedelta(days=1)), **ANSWERS)
    return foi.submit(draft=draft, by=None, at=at(today - timedelta(days=1), 10))
