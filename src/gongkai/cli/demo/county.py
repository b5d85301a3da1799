"""示例县（演示）: a county that does not exist, with eight townships, four departments and years of work up to today."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from gongkai.apps.foi import operations as foi
from gongkai.apps.foi.models import ApplicantKind, FoiRequest, Letter
from gongkai.apps.organs import operations as organs
from gongkai.apps.organs.models import Organ, Role
from gongkai.apps.proceedings import operations as proceedings
from gongkai.apps.proceedings.models import Proceeding
from gongkai.apps.publication import operations as publication
from gongkai.apps.publication.models import Channel, NormativeDocument
from gongkai.apps.publication.operations import PostEntry
from gongkai.apps.reporting import operations as reporting
from gongkai.apps.reporting.models import SupervisionResult
from gongkai.apps.reporting.season import keys as season_keys
from gongkai.apps.reporting.season import operations as season
from gongkai.apps.reporting.season.members import expected
from gongkai.cli.demo import lists, online, texts, villages
from gongkai.cli.demo.attachments import attach_demo_files
from gongkai.cli.demo.flow import Asked, at, draft, publish, receive, reply, working_days_after
from gongkai.cli.demo.people import Staff, account, staff_of
from gongkai.cli.demo.writing import lay_out, village_desk
from gongkai.law.foi_flow import EventKind
from gongkai.law.outcomes import Outcome

CODE = "990101"
YEARS_OF_WORK = 3
#: So many desks have worked since then: the county and its first townships. The others were founded a year before this one.
LONG_AT_WORK = 4
TOWNSHIPS = (
    ("qinghe", "青河乡"), ("liuwan", "柳湾镇"), ("shimen", "石门乡"), ("dongling", "东岭镇"),
    ("beiyuan", "北塬乡"), ("shaqu", "沙渠镇"), ("hongya", "红崖乡"), ("dazhuang", "大庄镇"),
)  # fmt: skip
DEPARTMENTS = (("minzheng", "民政局"), ("nongye", "农业农村局"), ("caizheng", "财政局"), ("jiaoyu", "教育局"))
VILLAGES = ("柳树湾村", "上滩村", "东坪村")
#: How applications end, by weight.
ENDINGS = (
    (Outcome.GRANTED, 10), (Outcome.PARTLY_GRANTED, 2), (Outcome.NOT_HELD, 6), (Outcome.INTERNAL_AFFAIRS, 1),
    (Outcome.PROCESS_INFORMATION, 1), (Outcome.ENFORCEMENT_FILE, 1), (Outcome.SPECIAL_ACCESS_REGIME, 1),
    (Outcome.WOULD_NEED_CREATING, 2), (Outcome.PETITION_OR_COMPLAINT, 2), (Outcome.REPEATED, 1), (Outcome.PUBLISHED_MATERIAL, 1),
)  # fmt: skip
APPLICANTS = (
    (ApplicantKind.NATURAL_PERSON, "演示申请人", 14), (ApplicantKind.COMMERCIAL_ENTERPRISE, "演示商贸公司", 3),
    (ApplicantKind.LEGAL_SERVICE_AGENCY, "演示律师事务所", 1), (ApplicantKind.PUBLIC_WELFARE_ORGANIZATION, "演示公益中心", 1),
)  # fmt: skip
CHANNELS = ("in_person", "post_signed", "internet")


@dataclass
class Desk:
    """One organ at work: its people and the dice that decide what happens to it."""

    organ: Organ
    staff: Staff
    dice: random.Random
    busy: int


def load(*, today: date, small: bool) -> None:
    """Found the county and let every desk work, year by year, up to today."""
    first_year = today.year - YEARS_OF_WORK
    begin = date(first_year - 1, 12, 1)
    county = _organ(None, CODE, Organ.Kind.COUNTY, "示例县人民政府（演示）", "示例县", begin)
    county_staff = staff_of(county, login="county", on=begin)
    organs.appoint(
        user=account(county, "county", "演示县办甲", on=begin), organ=county, role=Role.COUNTY_OFFICE, by=None, on=begin
    )
    organs.appoint(
        user=account(county, "audit", "演示审计员", on=begin), organ=county, role=Role.AUDIT_ADMIN, by=None, on=begin
    )
    desks = [Desk(county, county_staff, random.Random(1), 2)]  # noqa: S311 - a demonstration must come out the same every time
    for number, (login, name) in enumerate((*TOWNSHIPS, *DEPARTMENTS), start=1):
        founded = begin if number < LONG_AT_WORK else date(today.year - 2, 12, 1)
        desks.append(_desk(county, number, login, name, founded))
    for year in range(first_year, today.year + 1):
        for desk in desks[: 3 if small else LONG_AT_WORK if year < today.year - 1 else None]:
            _year(desk, year, today=today)
    for desk in desks:
        online.open_channel(desk.organ, on=today - timedelta(days=30))
    _unfinished(desks[1], today=today)
    online.apply(desks[1].organ, today=today)
    _seasons(county, today=today)
    village = Organ.objects.get(parent=desks[1].organ, short_name=VILLAGES[0])
    accountant = lists.load(desks[1].organ, desks[1].staff, village, today=today, small=small)
    villages.load(village, accountant, today=today, small=small)


def _seasons(county: Organ, *, today: date) -> None:
    """Add up the last two years: the older one is closed, in the newer one who is missing was reminded."""
    older, newer = (
        season.open_season(organ=county, year=year, by=None, at=at(today)) for year in (today.year - 2, today.year - 1)
    )
    for one in (older, newer):
        season.collect(season=one, by=None, at=at(today))
    missing = [one.organ for one in expected(newer) if not newer.reports.filter(code=one.organ.code).exists()]
    if missing:
        season.remind(season=newer, organs=missing, by=None, at=at(today))
    if newer.reports.exists():
        season_keys.make_key(organ=county, by=None, at=at(today))
    if older.reports.exists():
        season.close(season=older, by=None, at=at(today), note="演示数据，部分单位从下一年度开始报送。")


def _organ(parent: Organ | None, code: str, kind: Organ.Kind, name: str, short: str, on: date) -> Organ:
    return organs.found_organ(
        by=None,
        on=on,
        code=code,
        kind=kind,
        name=name,
        short_name=short,
        parent=parent,
        area_code=CODE,
        is_demo=True,
        office="综合办公室",
        address="演示路1号",
        office_hours="工作日9:00至18:00",
        phone="0000-1234567",
        fax="0000-1234568",
        email="demo@example.invalid",
        tip_phone="0000-1234569",
    )


def _desk(county: Organ, number: int, login: str, name: str, begin: date) -> Desk:
    department = number > len(TOWNSHIPS)
    kind = Organ.Kind.DEPARTMENT if department else Organ.Kind.TOWNSHIP
    full = f"示例县{name}（演示）" if department else f"示例县{name}人民政府（演示）"
    organ = _organ(county, f"{CODE}{number:03}", kind, full, name, begin)
    if login == "qinghe":
        for place, village in enumerate(VILLAGES, start=1):
            _organ(
                organ,
                f"{organ.code}{200 + place}",
                Organ.Kind.VILLAGE,
                f"{name}{village}村民委员会（演示）",
                village,
                begin,
            )
    dice = random.Random(number)  # noqa: S311 - as above
    return Desk(organ, staff_of(organ, login=login, on=begin), dice, busy=dice.choice((3, 4, 6, 8)))


def _year(desk: Desk, year: int, *, today: date) -> None:
    """Let a desk work through a year, as far as it has come, and report on it if it is over."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), today)
    _contacts_and_plan(desk, year, over=year < today.year)
    _publications(desk, first, last)
    letters = _applications(desk, first, last)
    _proceedings(desk, letters, last)
    _documents_and_counts(desk, year, last)
    if date(year + 1, 1, 25) <= today:
        _report(desk, year, publish_it=not (year == today.year - 1 and desk.organ.short_name == "红崖乡"))


def _contacts_and_plan(desk: Desk, year: int, *, over: bool) -> None:
    on = date(year, 1, 6)
    organs.check_contacts(organ=desk.organ, by=None, on=on, phone="0000-1234567")
    plan = publication.plan_open(
        organ=desk.organ,
        year=year,
        title=f"{desk.organ.short_name}{year}年政务公开工作要点（演示）",
        by=desk.staff.head,
        on=on,
    )
    for heading, task in texts.PLAN:
        point = publication.plan_add_point(plan=plan, heading=heading, by=desk.staff.head, on=on)
        job = publication.plan_add_task(
            point=point, text=task, lead_organ=desk.organ, due_on=date(year, 11, 30), by=desk.staff.head, on=on
        )
        if desk.dice.random() < 0.85:
            publication.plan_add_evidence(task=job, text="工作记录和公开页面（演示）", by=desk.staff.head, on=on)
            publication.plan_close_task(task=job, done=True, by=desk.staff.head, on=on)
        elif over:
            note = "当年未完成，转入下年（演示）"
            publication.plan_close_task(task=job, done=False, by=desk.staff.head, on=date(year, 12, 20), note=note)


def _publications(desk: Desk, first: date, last: date) -> None:
    account_name = f"生态{desk.organ.short_name}"
    channel = Channel.objects.filter(organ=desk.organ, kind="wechat").first() or publication.open_channel(
        organ=desk.organ, kind="wechat", name=account_name, by=desk.staff.clerk, on=first
    )
    days = [first + timedelta(days=step) for step in range(4, (last - first).days, desk.dice.randint(4, 8))]
    posts = [PostEntry(f"{account_name}{day:%m月%d日}推送（演示）", day) for day in days]
    publication.record_posts(channel=channel, posts=posts, by=desk.staff.clerk, at=at(last))
    day = first + timedelta(days=desk.dice.randint(5, 20))
    while day < last:
        publish(desk.organ, desk.staff, texts.notice(desk.organ, day, desk.dice), on=day)
        day += timedelta(days=desk.dice.randint(50, 95))


def _applications(desk: Desk, first: date, last: date) -> list[Letter]:
    letters = []
    for number in range(desk.dice.randint(desk.busy - 2, desk.busy + 3)):
        on = working_days_after(desk.organ, first + timedelta(days=desk.dice.randint(0, 360)), 1)
        if on > last:
            continue
        request = receive(desk.organ, desk.staff, _asked(desk, number), on=on)
        letter = _handle(desk, request, on, last)
        letters += [letter] if letter else []
    return letters


def _asked(desk: Desk, number: int) -> Asked:
    kind, name = desk.dice.choices(
        [(kind, name) for kind, name, _ in APPLICANTS], [weight for *_, weight in APPLICANTS]
    )[0]
    return Asked(kind, f"{name}{number + 1}", desk.dice.choice(texts.WANTED), desk.dice.choice(CHANNELS))


def _handle(desk: Desk, request: FoiRequest, received_on: date, last: date) -> Letter | None:
    """Ask a third party, extend, answer, sometimes late; what would lie after `last` has not happened yet."""
    outcome = desk.dice.choices([item for item, _ in ENDINGS], [weight for _, weight in ENDINGS])[0]
    asked_on = working_days_after(desk.organ, received_on, 4)
    answer_after = desk.dice.randint(5, 18)
    if outcome is Outcome.PARTLY_GRANTED and asked_on <= last:
        _step(desk, request, EventKind.THIRD_PARTY_CONSULTED, asked_on, recipient="第三方企业（演示）", ref="1")
        answered_on = working_days_after(desk.organ, asked_on, 8)
        if answered_on > last:
            return None
        _step(desk, request, EventKind.THIRD_PARTY_ANSWERED, answered_on, consents=False, ref="1")
        received_on = answered_on
        answer_after = 5
    elif desk.dice.random() < 0.15 and (extended_on := working_days_after(desk.organ, received_on, 15)) <= last:
        foi.extend(
            foi=request,
            by=desk.staff.clerk,
            on=extended_on,
            days=15,
            reason="涉及材料较多（演示）",
            approved_by=desk.staff.head,
        )
        answer_after = desk.dice.randint(20, 33)
    elif desk.dice.random() < 0.05:
        answer_after = desk.dice.randint(21, 26)
    reply_on = working_days_after(desk.organ, received_on, answer_after)
    return reply(desk.organ, desk.staff, request, outcome, on=reply_on) if reply_on <= last else None


def _step(desk: Desk, request: FoiRequest, kind: EventKind, on: date, **facts: object) -> None:
    foi.move(foi=request, event=kind, by=desk.staff.clerk, on=on, facts=facts)


def _proceedings(desk: Desk, letters: list[Letter], last: date) -> None:
    for letter in letters:
        if letter.foi.outcome == Outcome.GRANTED or desk.dice.random() > 0.12:
            continue
        filed_on = letter.issued_on + timedelta(days=desk.dice.randint(10, 55))
        if filed_on > last:
            continue
        case = proceedings.open_proceeding(
            organ=desk.organ,
            kind=Proceeding.Kind.RECONSIDERATION,
            by=desk.staff.clerk,
            on=filed_on,
            forum="示例县人民政府（演示）",
            subject=f"对{letter.serial}不服",
            letter=letter,
        )
        decided_on = filed_on + timedelta(days=58)
        if decided_on > last:
            continue
        result = desk.dice.choices(
            [Proceeding.Result.UPHELD, Proceeding.Result.OVERTURNED, Proceeding.Result.OTHER_RESULT], [6, 2, 1]
        )[0]
        proceedings.decide_proceeding(case=case, result=result, by=desk.staff.clerk, on=decided_on)
        if result == Proceeding.Result.OVERTURNED:
            foi.order_new_reply(
                letter=letter,
                by=desk.staff.clerk,
                on=decided_on,
                basis="reconsideration",
                ruling=f"示例县复决〔{decided_on.year}〕{case.pk}号（演示）",
            )


def _documents_and_counts(desk: Desk, year: int, last: date) -> None:
    for number in range(1, desk.dice.randint(1, 3)):
        issued_on = date(year, 2, 20) + timedelta(days=60 * number)
        if issued_on <= last:
            publication.issue_document(
                organ=desk.organ,
                kind="normative_document",
                number=f"示{desk.organ.short_name[:1]}政发〔{year}〕{number}号",
                title=f"关于印发{desk.organ.short_name}{desk.dice.choice(texts.RULES)}的通知（演示）",
                issued_on=issued_on,
                by=desk.staff.clerk,
                on=issued_on,
            )
    old = NormativeDocument.objects.filter(organ=desk.organ, repealed_on=None, issued_on__year__lt=year).first()
    if old and desk.dice.random() < 0.4 and date(year, 9, 1) <= last:
        publication.repeal_document(
            document=old,
            on=date(year, 9, 1),
            repealed_on=date(year, 9, 1),
            reason="清理废止（演示）",
            by=desk.staff.clerk,
        )
    if last == date(year, 12, 31):
        department = desk.organ.kind == Organ.Kind.DEPARTMENT
        for kind, top in (
            ("license", 60 if department else 9),
            ("penalty", 20 if department else 0),
            ("coercive_measure", 0),
        ):
            publication.record_decisions(
                organ=desk.organ,
                year=year,
                kind=kind,
                count=desk.dice.randint(0, top),
                source="本机关台账（演示）",
                by=desk.staff.clerk,
                on=last,
            )
        if department and desk.dice.random() < 0.5:
            publication.record_charge(
                organ=desk.organ,
                charge_item="演示考试费",
                amount_yuan=Decimal(desk.dice.randint(900, 90000)),
                received_on=last,
                by=desk.staff.clerk,
                on=last,
            )


def _report(desk: Desk, year: int, *, publish_it: bool) -> None:
    on = date(year + 1, 1, 10)
    for kind, text in texts.SUPERVISION.items():
        reporting.record_supervision(
            organ=desk.organ,
            year=year,
            kind=SupervisionResult.Kind(kind),
            by=desk.staff.clerk,
            on=on,
            text=text,
            held=True,
        )
    report = reporting.open_report(organ=desk.organ, year=year, by=desk.staff.clerk, on=on)
    pairs = desk.dice.sample(texts.PROBLEMS, 3)
    reporting.set_improvements(report=report, by=desk.staff.clerk, on=on, pairs=pairs)
    reporting.redraft(report=report, by=desk.staff.clerk, on=on)
    if publish_it:
        reporting.sign(report=report, by=desk.staff.leader, on=date(year + 1, 1, 18))
        reporting.publish(report=report, by=desk.staff.clerk, at=at(date(year + 1, 1, 22)))


def _unfinished(desk: Desk, *, today: date) -> None:
    """Leave something on the table: drafts, an item in review, applications of this month in every state."""
    notice = texts.notice(desk.organ, today, desk.dice)
    draft(desk.organ, desk.staff, notice, on=today)
    waiting = draft(desk.organ, desk.staff, texts.notice(desk.organ, today, desk.dice), on=today)
    publication.submit(item=waiting, by=desk.staff.clerk, at=at(today, 10))
    lay_out(desk.organ, desk.staff, on=today)
    village = desk.organ.children.filter(kind=Organ.Kind.VILLAGE).order_by("path").first()
    if village is not None:
        village_desk(village, desk.staff, on=today)
    attach_demo_files(desk.organ, desk.staff, on=today)
    draft(
        desk.organ,
        desk.staff,
        texts.notice(desk.organ, today, desk.dice),
        on=today,
        attribute="withheld",
        reason="内部工作流程信息（演示）",
    )
    begin = today - timedelta(days=24)
    asked = receive(
        desk.organ,
        desk.staff,
        Asked(ApplicantKind.NATURAL_PERSON, "演示申请人丙", texts.WANTED[0], "internet"),
        on=begin,
    )
    _step(
        desk, asked, EventKind.THIRD_PARTY_CONSULTED, begin + timedelta(days=8), recipient="第三方企业（演示）", ref="1"
    )
    unclear = receive(
        desk.organ,
        desk.staff,
        Asked(ApplicantKind.NATURAL_PERSON, "演示申请人丁", "有关补贴的全部材料", "in_person"),
        on=begin,
    )
    _step(
        desk,
        unclear,
        EventKind.CLARIFICATION_NOTICE,
        begin + timedelta(days=3),
        points_to_clarify="请写明年度、补贴种类和村名",
        clarify_by=(today + timedelta(days=10)).isoformat(),
    )
    receive(
        desk.organ,
        desk.staff,
        Asked(ApplicantKind.LEGAL_SERVICE_AGENCY, "演示律师事务所", texts.WANTED[1], "post_signed"),
        on=begin,
    )
    foi.receive(
        organ=desk.organ,
        by=desk.staff.clerk,
        at=at(today),
        channel="internet",
        applicant=foi.ApplicantData(kind=ApplicantKind.NATURAL_PERSON, name="演示申请人戊"),
        wanted=foi.Wanted(title="2026年村级公益事业项目清单"),
    )
    hidden = receive(
        desk.organ,
        desk.staff,
        Asked(ApplicantKind.NATURAL_PERSON, "演示申请人己", texts.WANTED[2], "in_person"),
        on=begin,
    )
    foi.restrict(foi=hidden, by=desk.staff.head, on=today, readers=[desk.staff.leader])
