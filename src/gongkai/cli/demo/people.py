"""Invented people and their posts."""

from dataclasses import dataclass
from datetime import date

from gongkai.apps.organs import operations
from gongkai.apps.organs.models import Organ, Role, User

PASSWORD = "gongkai-demo"  # noqa: S105 - printed at every start of the demonstration
FAMILY = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True)
class Staff:
    """The people of one organ's desk."""

    leader: User
    head: User
    clerk: User
    secrecy: User


#: Role, ending of the account name, duties.
DESK = (
    (Role.GROUP_LEADER, "leader", "统筹协调政务公开工作"),
    (Role.OFFICE_HEAD, "head", "主持综合办公室，审批申请答复"),
    (Role.CLERK, "clerk", "信息收集、发布和申请登记"),
    (Role.SECRECY_REVIEWER, "secrecy", "发布前保密审查"),
)


#: Desks whose people can sign in; the others are there so that somebody did their work.
OPEN_DESKS = frozenset({"qinghe", "shanhe"})


def staff_of(organ: Organ, *, login: str, on: date) -> Staff:
    """Appoint the four people of a desk."""
    people = {}
    for place, (role, ending, duties) in enumerate(DESK):
        name = f"演示{organ.short_name}{FAMILY[place]}"
        user = account(organ, f"{login}-{ending}", name, on=on, may_sign_in=login in OPEN_DESKS)
        operations.appoint(user=user, organ=organ, role=role, by=None, on=on, duties=duties)
        people[ending] = user
    return Staff(people["leader"], people["head"], people["clerk"], people["secrecy"])


def account(organ: Organ, username: str, name: str, *, on: date, may_sign_in: bool = True) -> User:
    """Open one account, with the demonstration password where it may sign in."""
    password = PASSWORD if may_sign_in else ""
    return operations.open_account(organ=organ, username=username, display_name=name, password=password, by=None, on=on)
