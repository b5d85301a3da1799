"""Files to look at: a list with numbers that must be masked, a list that hides a column, a plain notice. All numbers are invented, of people born in 1901."""

from datetime import date
from io import BytesIO

import xlsxwriter

from gongkai.apps.core import uploads
from gongkai.apps.organs.models import Organ
from gongkai.apps.publication import operations as publication
from gongkai.cli.demo.flow import Notice, at, draft
from gongkai.cli.demo.people import Staff
from gongkai.law.privacy import id_check_character

HEADS = ("序号", "村名", "姓名", "身份证号", "一卡通账号", "联系电话", "面积", "补贴金额")
VILLAGES = ("柳树湾村", "上滩村", "东坪村")


def attach_demo_files(organ: Organ, staff: Staff, *, on: date) -> None:
    """Draft an item with three files as an office would bring them."""
    notice = Notice(
        title=f"关于{on.year}年耕地地力保护补贴发放情况的公示（演示）",
        paragraphs=("现将发放情况予以公示，公示期7天。", "名单见附件。名单为虚构，仅供演示。"),
        topic="a20.11",
        kind="welfare",
    )
    item = draft(organ, staff, notice, on=on)
    brought = (
        ("发放名单（演示）.xlsx", _ledger(hidden=False)),
        ("各村汇总（演示）.xlsx", _ledger(hidden=True)),
        ("公示说明（演示）.txt", "公示期间有异议的，请到乡便民服务中心反映。\n".encode()),
    )
    taken = [
        uploads.take(organ=organ, name=name, data=data, by=staff.clerk, on=on, at=at(on, 16), purpose="item")
        for name, data in brought
    ]
    publication.attach(item=item, based_on=1, files=taken, by=staff.clerk, at=at(on, 16))


def _ledger(*, hidden: bool) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("发放名单" if not hidden else "汇总")
    sheet.merge_range(0, 0, 0, len(HEADS) - 1, "耕地地力保护补贴发放名单（演示）")
    sheet.write_row(1, 0, HEADS)
    for number in range(24):
        person = f"演示{'甲乙丙丁戊己'[number % 6]}"
        body, account = f"64042319010101{number:03}", f"9999000000000{number:06}"
        identity = body + id_check_character(body)
        area = 3 + number % 5
        row = (number + 1, VILLAGES[number % 3], person, identity, account, f"1000000{number:04}", area, area * 120)
        sheet.write_row(number + 2, 0, row)
    sheet.write_comment(2, 7, "与去年核对过")
    if hidden:
        sheet.set_column(3, 5, None, None, {"hidden": True})
    book.close()
    return out.getvalue()
