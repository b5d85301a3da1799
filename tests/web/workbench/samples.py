"""For every route of the URL map: with which arguments to call it at a desk, and what to send. A new route needs a line here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import URLPattern, URLResolver, get_resolver

from gongkai.apps.benefits.models import BenefitBatch, Objection
from gongkai.apps.benefits.reach import lists_of
from tests.web.workbench.world import Desk

Arguments = list[tuple[Any, ...]]
#: Routes of libraries, which guard themselves; `test_access.py` tries them.
LIBRARIES = ("accounts/", "i18n/")


@dataclass(frozen=True)
class Sample:
    """
    How to call a route: arguments after the organ's code, for each object of the desk; `post` is what a POST sends.

    `found` is how a GET is answered that the table grants; 404 where the sample has no file to give.
    """

    arguments: Callable[[Desk], Arguments] = lambda desk: [()]
    get: bool = True
    post: dict[str, Any] | None = None
    query: str = ""
    found: int = 200


def items(*names: str) -> Callable[[Desk], Arguments]:
    return lambda desk: [(desk.items[name].public_key,) for name in names if name in desk.items]


def files(*more: Any) -> Callable[[Desk], Arguments]:
    return lambda desk: [(desk.items["attached"].public_key, 1, *more)] if "attached" in desk.items else []


def requests(*names: str, more: tuple[Any, ...] = ()) -> Callable[[Desk], Arguments]:
    return lambda desk: [(desk.requests[name].public_key, *more) for name in names if name in desk.requests]


def cases(desk: Desk) -> Arguments:
    return [(desk.cases["open"].pk,)] if desk.cases else []


def report(desk: Desk) -> Arguments:
    return [(desk.report.year,)] if desk.report else []


def measure(desk: Desk) -> Arguments:
    return [(desk.report.year, desk.improvement.pk)] if desk.report and desk.improvement else []


def plan(desk: Desk) -> Arguments:
    return [(desk.plan.year,)] if desk.plan else []


def cell(desk: Desk) -> Arguments:
    if desk.report is None:
        return []
    return [
        (desk.report.year, 2, "license", "0"),
        (desk.report.year, 3, "new", "ct"),
        (desk.report.year, 4, "rec", "t"),
    ]


def letters(*more: Any) -> Callable[[Desk], Arguments]:
    return lambda desk: (
        [(desk.requests["closed"].public_key, desk.letters["closed"].pk, *more)] if "closed" in desk.letters else []
    )


def collection(*more: Any) -> Callable[[Desk], Arguments]:
    return lambda desk: [(desk.collected.collection_id, *more)] if desk.collected else []


def collected(desk: Desk) -> Arguments:
    return [(desk.collected.collection_id, desk.collected.pk)] if desk.collected else []


def remark(desk: Desk) -> Arguments:
    return [(desk.report.year, desk.remark.pk)] if desk.report and desk.remark else []


def season(*more: Any) -> Callable[[Desk], Arguments]:
    return lambda desk: [(desk.season.season.year, *more)] if desk.season else []


def season_member(desk: Desk) -> Arguments:
    return [(desk.season.season.year, desk.season.code)] if desk.season else []


def trusted(desk: Desk) -> Arguments:
    return [(desk.season.season.year, desk.trusted.pk)] if desk.season and desk.trusted else []


def posting(*more: Any) -> Callable[[Desk], Arguments]:
    return lambda desk: [(desk.posting.pk, *more)] if desk.posting else []


def seen_lists(*more: Any, public: bool = False) -> Callable[[Desk], Arguments]:
    """Give the lists that a desk sees: its own and those of its villages."""

    def found(desk: Desk) -> Arguments:
        batches = BenefitBatch.objects.filter(lists_of(desk.organ))
        return [(key, *more) for key in _one_of_each(batches.filter(notice__isnull=False) if public else batches)]

    return found


def _one_of_each(batches: QuerySet[BenefitBatch]) -> list[str]:
    """Give one list of each organ, so that the walk stays short."""
    return list({batch.organ_id: batch.public_key for batch in batches.order_by("pk")}.values())


def own_lists(desk: Desk) -> Arguments:
    return [(key,) for key in _one_of_each(BenefitBatch.objects.filter(organ=desk.organ))]


def lists_below(desk: Desk) -> Arguments:
    """Give the public lists at or below a desk's organ."""
    found = BenefitBatch.objects.filter(organ__path__startswith=desk.organ.path, notice__isnull=False)
    return [(batch.public_key,) for batch in found]


def objections(desk: Desk) -> Arguments:
    found = Objection.objects.filter(lists_of_notice(desk)).select_related("notice__batch")
    return [(one.notice.batch.public_key, one.pk) for one in found]


def lists_of_notice(desk: Desk) -> Q:
    return Q(notice__organ=desk.organ) | Q(notice__organ__parent=desk.organ, notice__organ__kind="village")


def disclosed(*more: str) -> Callable[[Desk], Arguments]:
    return lambda desk: (
        [(desk.disclosure.public_key, *(getattr(desk, name).pk for name in more))] if desk.disclosure else []
    )


WORKBENCH = {
    "village": Sample(),
    "village-new": Sample(post={"matter": "x"}),
    "village-publisher": Sample(get=False, post={"name": ""}),
    "village-appraisal": Sample(get=False, post={"year": 2025}),
    "village-remind": Sample(get=False, post={"village": "x"}),
    "village-item": Sample(disclosed()),
    "village-sign": Sample(disclosed(), get=False, post={"conclusion": "passed"}),
    "village-withdraw": Sample(disclosed(), get=False, post={"reason": "演示"}),
    "village-answer": Sample(disclosed("question"), get=False, post={"text": "演示"}),
    "lists": Sample(),
    "list-new": Sample(post={"program": "x"}),
    "list-programs": Sample(),
    "list-program-new": Sample(get=False, post={"name": "演示"}),
    "list-assess": Sample(
        lambda desk: [(desk.assessment.program_id,)] if desk.assessment else [], get=False, post={"purpose": "演示"}
    ),
    "list-program-close": Sample(
        lambda desk: [(desk.assessment.program_id,)] if desk.assessment else [], get=False, post={}
    ),
    "list-assess-approve": Sample(lambda desk: [(desk.assessment.pk,)] if desk.assessment else [], get=False, post={}),
    "list-template": Sample(lambda desk: [("farm_subsidy",)]),
    "list-safety": Sample(),
    "list-look": Sample(get=False, post={}),
    "list-unpublish": Sample(lists_below, get=False, post={}),
    "list-register": Sample(post={"kind": "deceased"}),
    "list-complaints": Sample(post={"platform": "small_power"}),
    "list": Sample(seen_lists()),
    "list-read": Sample(own_lists, get=False, post={}),
    "list-problems": Sample(seen_lists()),
    "list-sheet": Sample(seen_lists("a5"), found=404),
    "list-export": Sample(seen_lists("small_power", "csv", public=True)),
    "list-explain": Sample(own_lists, get=False, post={"text": "演示"}),
    "list-again": Sample(own_lists, get=False, post={"reason": "演示"}),
    "list-submit": Sample(own_lists, get=False, post={}),
    "list-review": Sample(seen_lists(), get=False, post={"conclusion": "passed"}),
    "list-approve": Sample(seen_lists(), get=False, post={"conclusion": "passed"}),
    "list-open": Sample(seen_lists(), get=False, post={"office": "演示"}),
    "list-close": Sample(seen_lists(public=True), get=False, post={"ending": "other"}),
    "list-objection": Sample(seen_lists(public=True), get=False, post={"channel": "phone"}),
    "list-answer": Sample(objections, get=False, post={"outcome": "upheld"}),
    "list-returned": Sample(own_lists, get=False, post={"row": 2}),
    "list-settle": Sample(lambda desk: [], get=False, post={}),
    "home": Sample(),
    "week": Sample(),
    "account": Sample(),
    "organ": Sample(),
    "permissions": Sample(),
    "audit": Sample(),
    "items": Sample(),
    "item-new": Sample(post={"title": "演示"}),
    "item-new-file": Sample(get=False, post={}),
    "item-keep-new": Sample(get=False, post={"title": "演示"}),
    "item-forget-new": Sample(get=False, post={}),
    "item-clean": Sample(get=False, post={"html": "<p>演示</p>"}),
    "item-rules": Sample(),
    "item-rounds": Sample(get=False, post={"rounds": "1"}),
    "watch-word-new": Sample(get=False, post={"kind": "title", "word": "演示词"}),
    "watch-word-retire": Sample(lambda desk: [(desk.word.pk,)] if desk.word else [], get=False, post={}),
    "signed": Sample(),
    "item-check": Sample(items("draft", "published")),
    "item-mask": Sample(items("draft"), get=False, post={}),
    "item-version": Sample(lambda desk: [(desk.items["draft"].public_key, 1)]),
    "item-signing": Sample(items("reviewed")),
    "item-sign": Sample(items("reviewed"), get=False, post={"version": 1, "decision": "approve"}),
    "item-record": Sample(items("draft", "published")),
    "item-urgent": Sample(items("draft"), get=False, post={"urgent_reason": "演示"}),
    "item-release": Sample(items("approved"), get=False, post={"release_at": ""}),
    "item-takedown": Sample(items("published"), get=False, post={"takedown_at": ""}),
    "item-revoked": Sample(items("published"), get=False, post={"revoked_on": "2026-03-20"}),
    "item-explains": Sample(items("draft"), get=False, post={}),
    "item-proof": Sample(items("submitted"), get=False, post={"version": 1, "conclusion": "passed"}),
    "item-keep": Sample(items("draft"), get=False, post={"title": "演示"}),
    "item-forget": Sample(items("draft"), get=False, post={}),
    "picture-new": Sample(get=False, post={}),
    "picture": Sample(lambda desk: [("0" * 64,)], found=404),
    "item": Sample(items("draft", "published")),
    "item-edit": Sample(items("draft", "published"), post={"title": "演示"}),
    "item-files": Sample(items("draft", "published")),
    "item-files-add": Sample(items("draft"), get=False, post={}),
    "item-file": Sample(files()),
    "item-file-act": Sample(files(), get=False, post={"act": "rename", "title": "演示", "based_on": 2}),
    "item-file-result": Sample(files()),
    "item-file-original": Sample(files(), get=False, post={"reason": "核对"}),
    "item-file-page": Sample(files(1), found=404),
    "item-submit": Sample(items("draft"), get=False, post={}),
    "item-secrecy": Sample(items("submitted"), get=False, post={"version": 1, "conclusion": "may_publish"}),
    "item-approve": Sample(items("reviewed"), get=False, post={"version": 1, "conclusion": "passed"}),
    "item-publish": Sample(items("approved"), get=False, post={}),
    "item-withdraw": Sample(items("published"), get=False, post={"ground": "error"}),
    "item-reassess": Sample(items("withheld"), get=False, post={"decision": "keep", "reason": "演示"}),
    "item-drop-correction": Sample(items("published"), get=False, post={"reason": "演示"}),
    "documents": Sample(),
    "document-new": Sample(get=False, post={"title": "演示"}),
    "document-repeal": Sample(lambda desk: [(desk.document.pk,)] if desk.document else [], post={"reason": "演示"}),
    "boards": Sample(),
    "board-new": Sample(get=False, post={"name": "演示栏"}),
    "postings-new": Sample(post={"items": []}),
    "posting": Sample(posting()),
    "posting-words": Sample(posting(), get=False, post={"lines": "演示"}),
    "posting-posted": Sample(posting(), get=False, post={"on": "2026-03-24"}),
    "posting-removed": Sample(posting(), get=False, post={"on": "2026-03-24"}),
    "posting-cancel": Sample(posting(), get=False, post={}),
    "posting-sheet": Sample(posting("a4")),
    "posting-photo": Sample(posting("posted"), found=404),
    "supplies": Sample(),
    "reading-place-new": Sample(get=False, post={"name": "演示馆"}),
    "supply-make": Sample(lambda desk: [(desk.supply.channel_id,)] if desk.supply else [], get=False, post={}),
    "supply-hand-over": Sample(
        lambda desk: [(desk.supply.pk,)] if desk.supply else [],
        get=False,
        post={"handed_over_on": "2026-03-24", "taken_by": "演示"},
    ),
    "supply-list": Sample(lambda desk: [(desk.supply.pk,)] if desk.supply else []),
    "freshness": Sample(),
    "freshness-no-change": Sample(get=False, post={"column": "home", "reason": "演示"}),
    "freshness-limits": Sample(get=False, post={"column": "home", "warn_after": 5, "red_after": 9}),
    "counts": Sample(),
    "decisions-new": Sample(get=False, post={"year": 2025, "kind": "penalty", "count": 1, "source": "演示"}),
    "charge-new": Sample(get=False, post={"charge_item": "演示"}),
    "charge-void": Sample(lambda desk: [(desk.charge.pk,)] if desk.charge else [], get=False, post={"reason": "演示"}),
    "plans": Sample(),
    "plan-new": Sample(get=False, post={"year": 2025, "title": "演示"}),
    "plan": Sample(plan),
    "plan-point": Sample(plan, get=False, post={"heading": "演示"}),
    "plan-task": Sample(
        lambda desk: [(desk.plan.year, desk.point.pk)] if desk.plan and desk.point else [],
        get=False,
        post={"text": "演示"},
    ),
    "plan-state": Sample(
        lambda desk: [(desk.plan.year, desk.task.pk)] if desk.plan and desk.task else [],
        get=False,
        post={"state": "running"},
    ),
    "foi": Sample(),
    "foi-new": Sample(post={"name": "演示"}),
    "foi-mails": Sample(),
    "foi-mail": Sample(lambda desk: [(desk.mail.pk,)] if desk.mail else [], post={"reason": "演示"}),
    "foi-file-add": Sample(requests("processing"), post={"kind": "other"}),
    "foi-file": Sample(requests("processing", more=(1,)), found=404),
    "foi-chase": Sample(get=False, post={}),
    "order-mine": Sample(lambda desk: [(0,)], found=404),
    "foi-order-new": Sample(requests("processing"), post={"addressee": "演示"}),
    "foi-order": Sample(
        lambda desk: [(desk.requests["processing"].public_key, desk.order.pk)] if desk.order else [], post={}
    ),
    "foi-notes": Sample(requests("processing"), post={"text": "演示"}),
    "approvals": Sample(),
    "approval": Sample(lambda desk: [(desk.proposal.pk,)] if desk.proposal else [], post={"chip": "演示"}),
    "foi-issue": Sample(
        lambda desk: [(desk.requests["processing"].public_key, desk.proposal.pk)] if desk.proposal else [],
        post={"proof": "演示"},
    ),
    "foi-archive": Sample(requests("closed"), get=False, post={}),
    "foi-kept": Sample(),
    "foi-import": Sample(post={"kind": "letters"}),
    "foi-import-faults": Sample(lambda desk: [()], get=False),
    "foi-import-template": Sample(lambda desk: [("letters",)]),
    "foi-chosen": Sample(get=False, post={"key": "none"}),
    "foi-file-sever": Sample(requests("processing", more=(1,)), found=404),
    "foi-file-page": Sample(requests("processing", more=(1, 1)), found=404),
    "foi-request": Sample(requests("processing", "closed")),
    "foi-sheet": Sample(requests("processing")),
    "foi-reply": Sample(requests("processing"), post={"delivery": "direct"}, query="?outcome=granted/disclosable"),
    "foi-step": Sample(
        lambda desk: [
            *requests("submitted", more=("receipt_confirmed",))(desk),
            *requests("processing", more=("extended",))(desk),
            *requests("closed", more=("reopened",))(desk),
        ],
        post={"days": 5},
    ),
    "letter": Sample(letters()),
    "letter-delivery": Sample(letters(), post={"proof": "演示"}),
    "letter-file": Sample(letters("docx")),
    "letter-settings": Sample(post={}),
    "foi-online": Sample(post={"taking": "no"}),
    "matters": Sample(),
    "matter": Sample(lambda desk: [(desk.matter.public_key,)] if desk.matter else [], post={"result": "will_publish"}),
    "proceedings": Sample(),
    "proceeding-new": Sample(post={"subject": "演示"}),
    "proceeding": Sample(cases),
    "proceeding-decide": Sample(cases, get=False, post={"result": "upheld", "decided_on": "2026-03-24"}),
    "reports": Sample(),
    "report-new": Sample(get=False, post={"year": 2020}),
    "report-compare": Sample(),
    "report": Sample(report),
    "report-edit": Sample(report, post={"title": "演示"}),
    "report-redraft": Sample(report, get=False, post={}),
    "report-improvements": Sample(report, post={"form-TOTAL_FORMS": 0, "form-INITIAL_FORMS": 0}),
    "report-follow-up": Sample(measure, get=False, post={"kept": "kept"}),
    "report-supervision": Sample(report, post={"assessment_text": "演示"}),
    "report-explain": Sample(report, get=False, post={"finding": "X", "where": "Y", "text": "演示"}),
    "report-submit": Sample(report, get=False, post={}),
    "report-decide": Sample(report, get=False, post={"state": "accepted"}),
    "report-comment": Sample(report, get=False, post={"section": "1", "text": "演示"}),
    "report-answer": Sample(remark, get=False, post={"text": "演示"}),
    "report-sign": Sample(report, get=False, post={}),
    "report-publish": Sample(report, get=False, post={}),
    "report-correct": Sample(report, get=False, post={"reason": "演示"}),
    "report-cell": Sample(cell),
    "seasons": Sample(post={"year": 1900}),
    "season": Sample(season()),
    "season-sums": Sample(season()),
    "season-exchange": Sample(season()),
    "season-export": Sample(season()),
    "season-report": Sample(season_member),
    "season-collect": Sample(season(), get=False, post={}),
    "season-remind": Sample(season(), get=False, post={}),
    "season-change": Sample(season(), get=False, post={"kind": "new"}),
    "season-draft": Sample(season(), get=False, post={}),
    "season-close": Sample(season(), get=False, post={}),
    "season-receive": Sample(season(), get=False, post={}),
    "season-key": Sample(season(), get=False, post={}),
    "season-trust": Sample(season(), get=False, post={"code": "1"}),
    "season-revoke": Sample(trusted, get=False, post={}),
    "season-issue": Sample(season(), get=False, post={}),
    "reading": Sample(post={}),
    "reading-collection": Sample(collection()),
    "reading-add": Sample(collection(), get=False, post={}),
    "reading-adopt": Sample(collection(), get=False, post={}),
    "reading-read": Sample(collection(), get=False, post={}),
    "reading-check": Sample(collection(), get=False, post={}),
    "reading-rename": Sample(collection(), get=False, post={"name": "演示"}),
    "reading-findings": Sample(collection()),
    "reading-sums": Sample(collection()),
    "reading-changes": Sample(collection()),
    "reading-export": Sample(collection("json")),
    "reading-report": Sample(collected),
    "reading-correct": Sample(collected, get=False, post={"cell": "table3.new.c1"}),
    "reading-choose": Sample(collected, get=False, post={"cell": "table3.new.c1"}),
    "reading-zero": Sample(collected, get=False, post={}),
    "reading-withdraw": Sample(collected, get=False, post={"cell": "table3.new.c1"}),
    "reading-assign": Sample(collected, get=False, post={"year": "2023"}),
    "reading-aside": Sample(collected, get=False, post={"reason": "演示"}),
    "reading-back": Sample(collected, get=False, post={}),
    "reading-source": Sample(collected, found=404),
    "reading-original": Sample(collected, found=404),
}


def routes(
    resolver: URLResolver | None = None, prefix: str = "", spaces: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """Give every route of the house as (address, name with its namespace, pattern)."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            space = f"{spaces}{entry.namespace}:" if entry.namespace else spaces
            yield from routes(entry, address, space)
        elif not address.startswith(LIBRARIES):
            yield address, f"{spaces}{entry.name}", entry
