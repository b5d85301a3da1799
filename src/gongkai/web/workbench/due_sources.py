"""Where the list of what is due comes from: applications, items, cases, the plan, documents, the yearly report."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.apps.foi import queries as foi_queries
from gongkai.apps.foi.models import FoiRequest
from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import calendar_of
from gongkai.apps.publication import queries as publication
from gongkai.apps.publication.models import DisclosureItem, PlanTask
from gongkai.apps.reporting.models import AnnualReport
from gongkai.apps.reporting.season.queries import open_reminder
from gongkai.law import terms
from gongkai.law.annual_report.model import OrganKind
from gongkai.law.calendar import Calendar, DueDate
from gongkai.law.deadlines import deadline, report_deadline
from gongkai.law.foi_flow import Clock, ClockStatus, EventKind, State, SubmissionChannel, confirmation_due
from gongkai.web.access import person, today
from gongkai.web.ui.text import english
from gongkai.web.workbench import approval_views, steps
from gongkai.web.workbench.due import Action, Due, days_left
from gongkai.web.workbench.flows import Running, running
from gongkai.web.workbench.frame import held_at
from gongkai.web.workbench.reach import known_cases, known_requests
from gongkai.web.workbench.tally import DONE, NEXT_VERB
from gongkai.web.workbench.words import say

#: How far ahead the plan and the library look.
HORIZON = timedelta(days=45)
ITEMS_SHOWN = 60
MAILS_SHOWN = 30


def due_at(request: HttpRequest, organ: Organ) -> list[Due]:
    """Give everything that is due at the organ and that the person may know of, the most urgent first."""
    sources = _Sources(request, organ)
    return sorted(sources.all(), key=lambda row: row.urgency)


@dataclass(frozen=True)
class _Sources:
    request: HttpRequest
    organ: Organ

    @cached_property
    def held(self) -> frozenset[str]:
        return held_at(self.request, self.organ)

    @cached_property
    def calendar(self) -> Calendar:
        return calendar_of(self.organ)

    def all(self) -> Iterator[Due]:
        if "foi.read" in self.held:
            yield from self.applications()
        yield from self.asked_of_me()
        if "foi.approve" in self.held:
            yield from self.approvals()
        if "foi.handle" in self.held:
            yield from self.decided()
        if "foi.handle" in self.held:
            yield from self.orders()
        if "foi.register" in self.held:
            yield from self.mails()
        if "item.read" in self.held:
            yield from self.items()
            yield from self.urgent()
            yield from self.revoked()
            yield from self.explainers()
            yield from self.withheld()
            yield from self.documents()
        if "proceeding.read" in self.held:
            yield from self.cases()
        if "plan.read" in self.held:
            yield from self.tasks()
        if "report.read" in self.held:
            yield from self.report()

    def url(self, route: str, *arguments: object) -> str:
        return reverse(f"workbench:{route}", args=[self.organ.code, *arguments])

    def left(self, day: date) -> int:
        return days_left(day, on=today(), calendar=self.calendar)

    # ---- applications

    def applications(self) -> Iterator[Due]:
        still_open = known_requests(self.request, self.organ).exclude(state__in=DONE)
        for row in running(still_open, on=today(), calendar=self.calendar):
            yield self.application(row)

    def application(self, row: Running) -> Due:
        clock, foi = row.clock, row.foi
        confirm = self.confirmation(row)
        due_on = clock.due_on or (confirm.day if confirm else None)
        title = _("确认收到 %(serial)s") if confirm else _("答复申请 %(serial)s")
        return Due(
            title=title % {"serial": foi.serial},
            url=self.url("foi-request", foi.public_key),
            note=_application_note(foi, clock),
            stage=say(row.state.label),
            due_on=due_on,
            left=clock.left if clock.due_on else self.left(due_on) if due_on else None,
            provisional=clock.provisional,
            basis=_reckoned_from(clock),
            cites=_ground(row),
            actions=steps.quick(row, self.organ, on=today(), calendar=self.calendar) if self.may("foi.handle") else (),
        )

    def confirmation(self, row: Running) -> DueDate | None:
        """Give the day by which a new application should be confirmed with the applicant, where its channel asks for that."""
        if row.state is not State.SUBMITTED:
            return None
        arrived_on = timezone.localdate(row.foi.submitted_at)
        return confirmation_due(SubmissionChannel(row.foi.channel), arrived_on, calendar=self.calendar)

    def may(self, verb: str) -> bool:
        return verb in self.held

    def approvals(self) -> Iterator[Due]:
        """Letters that wait for the person's approval."""
        for proposal in approval_views.waiting_for(self.request, self.organ).select_related("foi"):
            due_on = proposal.foi.due_on
            yield Due(
                title=_("审批文书：%(serial)s") % {"serial": proposal.foi.serial},
                url=self.url("approval", proposal.pk),
                note=proposal.foi.title,
                stage=say(proposal.get_state_display()),
                due_on=due_on,
                left=self.left(due_on) if due_on else None,
                basis=_("答复期限"),
                actions=(Action(_("审批"), self.url("approval", proposal.pk), primary=True),),
            )

    def decided(self) -> Iterator[Due]:
        """The person's own letters that were approved, to be issued, or returned, to be mended."""
        for proposal in approval_views.to_go_on_with(self.request, self.organ):
            due_on = proposal.foi.due_on
            url = self.url("foi-issue", proposal.foi.public_key, proposal.pk)
            yield Due(
                title=_("文书%(state)s：%(serial)s")
                % {"state": say(proposal.get_state_display()), "serial": proposal.foi.serial},
                url=url,
                note=proposal.reason or proposal.foi.title,
                stage=say(proposal.get_state_display()),
                due_on=due_on,
                left=self.left(due_on) if due_on else None,
                basis=_("答复期限"),
                actions=(Action(_("打开"), url, primary=True),),
            )

    def asked_of_me(self) -> Iterator[Due]:
        """Orders that name the person who looks."""
        for order in foi_queries.open_orders(self.organ).filter(person=person(self.request)):
            yield Due(
                title=_("交办的任务：%(kind)s") % {"kind": say(order.get_kind_display())},
                url=self.url("order-mine", order.pk),
                note=order.question,
                stage=say(order.get_state_display()),
                due_on=order.due_on,
                left=self.left(order.due_on),
                basis=_("交办时确定的期限"),
                actions=(Action(_("回复"), self.url("order-mine", order.pk), primary=True),),
            )

    def orders(self) -> Iterator[Due]:
        """Orders given to others that are due soon or late."""
        known = known_requests(self.request, self.organ)
        for order in foi_queries.open_orders(self.organ).filter(foi__in=known, due_on__lte=today() + timedelta(days=3)):
            yield Due(
                title=_("催办：%(who)s") % {"who": order.addressee},
                url=self.url("foi-order", order.foi.public_key, order.pk),
                note=order.foi.serial,
                stage=say(order.get_state_display()),
                due_on=order.due_on,
                left=self.left(order.due_on),
                basis=_("交办时确定的期限"),
                actions=(Action(_("打开"), self.url("foi-order", order.foi.public_key, order.pk)),),
            )

    def mails(self) -> Iterator[Due]:
        """Mails that nobody has opened or dealt with: confirmed with the sender as soon as possible, they are nobody's secret."""
        for mail in foi_queries.mails_waiting(self.organ)[:MAILS_SHOWN]:
            arrived_on = timezone.localdate(mail.arrived_at)
            until = confirmation_due(SubmissionChannel.INTERNET, arrived_on, calendar=self.calendar)
            due_on = until.day if until else arrived_on
            yield Due(
                title=_("退信：文书没有送到") if mail.bounced_letter_id else _("邮件待登记"),
                url=self.url("foi-mail", mail.pk),
                note=_("%(day)s 到达") % {"day": arrived_on.isoformat()},
                stage=say(mail.get_state_display()),
                due_on=due_on,
                left=self.left(due_on),
                basis=_("尽快与申请人确认"),
                cites=["ogi:31"],
                actions=(Action(_("打开"), self.url("foi-mail", mail.pk), primary=True),),
            )

    # ---- publication

    def items(self) -> Iterator[Due]:
        waiting = (
            publication.visible_to(person(self.request), on=today())
            .filter(organ=self.organ, state__in=list(NEXT_VERB))
            .select_related("organ", "drafted_by")
            .order_by("formed_on", "pk")[:ITEMS_SHOWN]
        )
        for item in waiting:
            proactive = item.disclosure_attribute == DisclosureItem.Attribute.PROACTIVE
            due = publication.publication_due(item) if proactive and item.published_at is None else None
            yield Due(
                title=item.title,
                url=self.url("item", item.public_key),
                note=f"{item.get_kind_display()} · {item.drafted_by}",
                stage=_item_stage(item),
                due_on=due.day if due else None,
                left=self.left(due.day) if due else None,
                provisional=due.provisional if due else False,
                basis=_("形成于 %(day)s") % {"day": item.formed_on.isoformat()[5:]} if due else "",
                cites=["ogi:26"] if due else (),
                actions=self.item_actions(item),
            )

    def item_actions(self, item: DisclosureItem) -> tuple[Action, ...]:
        state = DisclosureItem.State(item.state)
        own = item.drafted_by_id == person(self.request).pk
        if not self.may(NEXT_VERB[state]) or (own and state is not DisclosureItem.State.DRAFT):
            return ()
        label = {
            DisclosureItem.State.DRAFT: _("继续起草"),
            DisclosureItem.State.SUBMITTED: _("保密审查"),
            DisclosureItem.State.REVIEWED: _("审批"),
            DisclosureItem.State.APPROVED: _("发布"),
        }[state]
        page = "item-signing" if state is DisclosureItem.State.REVIEWED else "item"
        return (Action(label, self.url(page, item.public_key), primary=True),)

    def urgent(self) -> Iterator[Due]:
        """Items of the urgent lane: their clocks run in hours, so the hour is told in words."""
        for clock in publication.urgent_items(self.organ):
            ends = timezone.localtime(clock.information_at)
            yield Due(
                title=_("紧急：%(title)s") % {"title": clock.item.title},
                url=self.url("item", clock.item.public_key),
                note=clock.item.urgent_reason,
                stage=_item_stage(clock.item),
                due_on=ends.date(),
                left=-1 if clock.overdue(timezone.now()) else self.left(ends.date()),
                basis=_("%(time)s 前发布权威信息") % {"time": f"{ends:%m-%d %H:%M}"},
                cites=["open-affairs2016:3"],
                actions=self.item_actions(clock.item),
            )

    def revoked(self) -> Iterator[Due]:
        for clock in publication.revoked_penalties(self.organ):
            url = self.url("item", clock.item.public_key)
            yield Due(
                title=_("撤回处罚决定：%(title)s") % {"title": clock.item.title},
                url=url,
                note=clock.item.document_number,
                stage=_("公开中"),
                due_on=clock.due_on,
                left=self.left(clock.due_on),
                basis=_("变更、撤销于 %(day)s") % {"day": clock.since.isoformat()[5:]},
                cites=["penalty:48.2"],
                actions=(Action(_("撤回"), url, primary=True),) if self.may("item.withdraw") else (),
            )

    def explainers(self) -> Iterator[Due]:
        """Policies of the last weeks without an explainer; older ones are no longer to be chased."""
        for clock in publication.explainers_due(self.organ, since=today() - HORIZON):
            yield Due(
                title=_("发布解读：%(title)s") % {"title": clock.item.title},
                url=self.url("item", clock.item.public_key),
                note=clock.item.document_number,
                stage=_("未解读"),
                due_on=clock.due_on,
                left=self.left(clock.due_on),
                basis=_("文件公开于 %(day)s") % {"day": clock.since.isoformat()[5:]},
                cites=["nx-points2022:1"],
                actions=(Action(_("起草解读"), self.url("item-new")),) if self.may("item.write") else (),
            )

    def withheld(self) -> Iterator[Due]:
        look = deadline("publication.withheld_reassessment", on=today())
        for item in publication.due_for_reassessment(on=today() + HORIZON, organ=self.organ):
            if item.review_on is not None:
                yield Due(
                    title=_("重新评估：%(title)s") % {"title": item.title},
                    url=self.url("item", item.public_key),
                    note=item.get_disclosure_attribute_display(),
                    stage=_("待评估"),
                    due_on=item.review_on,
                    left=self.left(item.review_on),
                    basis=_("不公开的信息每年评估"),
                    cites=[str(look.cites[0])],
                    actions=(Action(_("评估"), self.url("item", item.public_key)),) if self.may("item.write") else (),
                )

    def documents(self) -> Iterator[Due]:
        ending = publication.expiring_documents(on=today(), until=today() + HORIZON, organ=self.organ)
        for document in ending:
            if document.expires_on is not None:
                yield Due(
                    title=_("文件即将失效：%(title)s") % {"title": document.title},
                    url=self.url("documents"),
                    note=document.number,
                    stage=_("有效"),
                    due_on=document.expires_on,
                    left=self.left(document.expires_on),
                    basis=_("文件载明的有效期"),
                )

    # ---- cases, plan, report

    def cases(self) -> Iterator[Due]:
        for case in known_cases(self.request, self.organ).filter(result="", answer_due_on__isnull=False):
            day = case.answer_due_on
            if day is not None and day >= today() - HORIZON:
                yield Due(
                    title=_("答复（举证）：%(serial)s") % {"serial": case.serial},
                    url=self.url("proceeding", case.pk),
                    note=case.subject,
                    stage=say(case.get_kind_display()),
                    due_on=day,
                    left=self.left(day),
                    basis=_("受理机关通知的期限"),
                    actions=(Action(_("打开"), self.url("proceeding", case.pk)),),
                )

    def tasks(self) -> Iterator[Due]:
        unfinished = publication.tasks(organ=self.organ).filter(
            state__in=[PlanTask.State.OPEN, PlanTask.State.RUNNING], due_on__lte=today() + HORIZON
        )
        for task in unfinished:
            plan = task.point.plan
            if plan.organ_id == self.organ.pk:
                yield Due(
                    title=task.text,
                    url=self.url("plan", plan.year),
                    note=plan.title,
                    stage=task.get_state_display(),
                    due_on=task.due_on,
                    left=self.left(task.due_on),
                    basis=_("年度要点的完成时限"),
                    actions=(Action(_("更新"), self.url("plan", plan.year)),) if self.may("plan.write") else (),
                )

    def report(self) -> Iterator[Due]:
        """The report of last year until it is published; this year's from November on, so that it can be begun in time."""
        kind = OrganKind(self.organ.kind)
        if kind is OrganKind.VILLAGE:
            return
        years = [today().year - 1, *([today().year] if today().month >= 11 else [])]
        known = {report.year: report for report in AnnualReport.objects.filter(organ=self.organ, year__in=years)}
        for year in years:
            report = known.get(year)
            if (report is None or report.state != AnnualReport.State.PUBLISHED) and self.organ.founded_on.year <= year:
                yield self.due_report(kind, year, report)

    def due_report(self, kind: OrganKind, year: int, report: AnnualReport | None) -> Due:
        period = report_deadline(kind, year=year)
        due = period.due(date(year, 12, 31), self.calendar)
        label = _("打开") if report else _("开始编制")
        url = self.url("report", year) if report else self.url("reports")
        return Due(
            title=_("%(year)s 年度报告") % {"year": year},
            url=url,
            note=self.reminded(year) or (_("第 %(n)s 稿") % {"n": report.draft_number} if report else _("还没有开始")),
            stage=say(report.get_state_display()) if report else _("未开始"),
            due_on=due.day,
            left=self.left(due.day),
            provisional=due.provisional,
            basis=_("每年 %(day)s 前") % {"day": due.day.isoformat()[5:]},
            cites=[str(period.cites[0])],
            actions=(Action(label, url),) if self.may("report.write") else (),
        )

    def reminded(self, year: int) -> str:
        """Say who reminded the organ of its report, while it is missing."""
        reminder = open_reminder(self.organ, year) if year < today().year else None
        return _("%(organ)s提醒：尽快报送") % {"organ": reminder.season.organ.short_name} if reminder else ""


def _ground(row: Running) -> list[str]:
    """Give the article that sets the date: that of the reply while it runs, otherwise that of what is waited for."""
    clock = row.clock
    if clock.due_on is not None and not clock.fixed_by_ruling:
        return [str(cite) for cite in deadline("foi.reply", on=clock.due_on).cites[:1]]
    last = clock.steps[-1].cites if clock.steps else EventKind.RECEIPT_CONFIRMED.cites
    return [str(cite) for cite in last[:1]]


def _application_note(foi: FoiRequest, clock: Clock) -> str:
    kind = terms.label(foi.applicant_kind, "en" if english() else "zh")
    parts = [kind, foi.title, say(SubmissionChannel(foi.channel).label)]
    paused = sum(pause.working_days for pause in clock.pauses)
    if paused:
        parts.append(_("征求意见 %(n)s 个工作日不计") % {"n": paused})
    return " · ".join(parts)


def _reckoned_from(clock: Clock) -> str:
    """Say in a few words what the due date was reckoned from."""
    if clock.due_on is None or clock.started_on is None:
        return _("等待申请人，暂停计算") if clock.status is ClockStatus.SUSPENDED else _("收到之日未定")
    word = _("重新起算 %(day)s") if clock.restarted_on else _("收到 %(day)s")
    parts = [word % {"day": clock.started_on.isoformat()[5:]}]
    if clock.extension:
        parts.append(_("延长 %(n)s 日") % {"n": clock.extension})
    if clock.pauses:
        parts.append(_("扣除征求意见期"))
    if clock.fixed_by_ruling:
        parts = [_("裁判确定的日期")]
    return _("，").join(parts)


def _item_stage(item: DisclosureItem) -> str:
    return {
        DisclosureItem.State.DRAFT: _("起草中"),
        DisclosureItem.State.SUBMITTED: _("等待保密审查"),
        DisclosureItem.State.REVIEWED: _("等待审批"),
        DisclosureItem.State.APPROVED: _("等待发布"),
    }[DisclosureItem.State(item.state)]
