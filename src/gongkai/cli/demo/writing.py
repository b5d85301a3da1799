"""
What the desk of publication has to show.

Rounds and words laid down, an item that waits for the leader with a change to see, an urgent one, and a village whose notices the
township's people review.
"""

from datetime import date, timedelta

from gongkai.apps.organs import operations as organs
from gongkai.apps.organs.models import Organ, Role
from gongkai.apps.publication import operations as publication
from gongkai.apps.publication.content import Content, content_of
from gongkai.apps.publication.models import Review
from gongkai.cli.demo.flow import Notice, at, draft
from gongkai.cli.demo.people import Staff, account

WORDS = (
    ("title", "王演示书记", "王演示同志", "已调离（演示）"),
    ("body", "示例县委会", "示例县委", "机构名称（演示）"),
    ("term", "山林防火责任区", "", "查近似错误（演示）"),
)


def lay_out(organ: Organ, staff: Staff, *, on: date) -> None:
    """Leave an item in the leader's hands, an urgent one, and what the organ laid down."""
    for kind, word, instead, note in WORDS:
        publication.add_watch_word(organ=organ, kind=kind, word=word, instead=instead, note=note, by=staff.head, on=on)
    publication.set_review_scheme(organ=organ, rounds=[Review.Round.PROOF_1.value], by=staff.head, on=on)
    _for_the_leader(organ, staff, on=on)
    urgent = draft(
        organ,
        staff,
        Notice("关于青河乡强降雨应对情况的通告（演示）", ("强降雨期间请远离河道。",), "a20.12", "emergency"),
        on=on,
    )
    publication.mark_urgent(
        item=urgent, since=at(on, 9) - timedelta(hours=1), reason="强降雨（演示）", by=staff.clerk, at=at(on, 9)
    )


def village_desk(village: Organ, staff: Staff, *, on: date) -> None:
    """Give a village a clerk who writes, and let the township's reviewer and leader hold the same posts there."""
    clerk = account(village, "village", f"演示{village.short_name}信息员", on=on)
    organs.appoint(user=clerk, organ=village, role=Role.VILLAGE_CLERK, by=None, on=on)
    organs.appoint(user=staff.secrecy, organ=village, role=Role.SECRECY_REVIEWER, by=None, on=on)
    organs.appoint(user=staff.leader, organ=village, role=Role.GROUP_LEADER, by=None, on=on)


def _for_the_leader(organ: Organ, staff: Staff, *, on: date) -> None:
    paragraphs = ("每人每月补助110元，按月发放。", "咨询请到综合办公室。")
    item = draft(organ, staff, Notice("关于临时补助发放的公告（演示）", paragraphs, "a20.11", "welfare"), on=on)
    first = content_of(item.versions.get(number=1))
    changed = Content(first.heads, first.body.replace("110元", "120元"), first.attachments)
    publication.save_version(
        item=item, based_on=1, content=changed, by=staff.clerk, at=at(on, 9), note="按文件更正标准（演示）"
    )
    publication.submit(item=item, by=staff.clerk, at=at(on, 10))
    version = item.versions.get(number=2)
    for review_round, conclusion, by in (
        (Review.Round.PROOF_1, Review.Conclusion.PASSED, staff.head),
        (Review.Round.SECRECY_REVIEW, Review.Conclusion.MAY_PUBLISH, staff.secrecy),
    ):
        publication.review(
            item=item, version=version, review_round=review_round, conclusion=conclusion, by=by, at=at(on, 11)
        )
