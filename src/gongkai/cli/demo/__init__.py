"""
Demonstration data, made by the very operations that people use, so that nothing in it could not have happened.

隆德县山河乡 2023 follows its published report; 示例县 and all people are invented and say so (演示). The same day gives the same data.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from gongkai.apps.organs.models import Organ
from gongkai.cli.demo import county, shanhe
from gongkai.cli.demo.people import PASSWORD


def loaded() -> bool:
    """Tell whether the database holds anything already."""
    return Organ.objects.exists()


@transaction.atomic
def load(*, today: date | None = None, small: bool = False) -> None:
    """
    Load everything in one transaction: all of it or nothing.

    :param today: the day up to which the invented county has worked.
    :param small: a tenth of it, for tests.
    """
    on = today or timezone.localdate()
    shanhe.load()
    county.load(today=on, small=small)


def where_to_go(base: str) -> list[str]:
    """Say where to look first, and with which accounts."""
    return [
        "",
        f"  门户      {base}/",
        f"  山河乡    {base}/xxgk/{shanhe.CODE}/reports/2023/    （2023年年度报告）",
        f"  工作台    {base}/desk/",
        "",
        f"  演示帐号（密码均为 {PASSWORD}）：",
        "    qinghe-clerk    青河乡 专职工作人员      qinghe-head     青河乡 公开工作机构负责人",
        "    qinghe-leader   青河乡 领导小组组长      qinghe-secrecy  青河乡 保密审查员",
        "    liushuwan-accountant  柳树湾村 会计（补贴名单、村务公开）",
        "    liushuwan-supervisor  柳树湾村 村务监督委员会成员",
        "    county          示例县 县政务公开办      audit           示例县 审计管理员",
        "    shanhe-clerk    山河乡 专职工作人员      shanhe-leader   山河乡 领导小组组长",
        "",
        "  除山河乡2023年已公开的数据外，机关、人员和事项均为虚构，仅供演示。",
    ]
