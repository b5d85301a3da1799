"""The hash of what was handed in, and the receipt as a document that carries it."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime

from django.utils import timezone

from gongkai.apps.core.sealing import unseal
from gongkai.apps.foi.answers import Answers
from gongkai.apps.foi.letters.case import summary
from gongkai.apps.foi.letters.kept import grouped
from gongkai.apps.foi.letters.organ import contact
from gongkai.apps.foi.models import FoiRequest
from gongkai.apps.foi.queries import flow_events
from gongkai.apps.organs.queries import calendar_of, name_on
from gongkai.documents.writing import LetterDocument
from gongkai.law import foi_flow
from gongkai.law.citations import chinese, parse
from gongkai.law.deadlines import deadline
from gongkai.law.foi_flow import EventKind


def submission_digest(key: str, at: datetime, answers: Answers, files: Iterable[str]) -> str:
    """Give the SHA-256 over the key of the submission, the instant, every answer and the hashes of the files."""
    body = [key, at.isoformat(), asdict(answers), sorted(files)]
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def digest_of(foi: FoiRequest) -> str:
    """Give the hash that was taken when the application was handed in on line; empty for one that came another way."""
    first = foi.events.filter(kind=EventKind.SUBMITTED.value).first()
    return str(first.facts.get("digest", "")) if first else ""


def receipt_document(foi: FoiRequest, *, status_url: str) -> LetterDocument:
    """Give the receipt of an application handed in on line, as it was on the day of submission (`ogi:31(3)`, `ogi:33.2`)."""
    on = timezone.localdate(foi.submitted_at)
    organ = name_on(foi.organ, on)
    return LetterDocument(
        organ=organ,
        number="",
        title="政府信息公开申请提交回执",
        addressee=unseal(foi.applicant.name_sealed),
        paragraphs=tuple(_paragraphs(foi, status_url)),
        dated_on=on,
        contact=contact(foi.organ, organ),
        signed_by=organ,
        notes=(f"校验码：{grouped(digest_of(foi))}",),
    )


def _paragraphs(foi: FoiRequest, status_url: str) -> Iterator[str]:
    handed_in = timezone.localtime(foi.submitted_at)
    yield f"您于{handed_in:%Y年%m月%d日%H时%M分%S秒}通过互联网提交的政府信息公开申请已经保存，编号为{foi.serial}。"
    yield f"申请内容：{summary(foi)}。提供形式：{foi.delivery_form}；获取方式：{foi.delivery_channel}。"
    files = list(foi.files.filter(erased_on__isnull=True).select_related("file"))
    if files:
        listed = "；".join(f"{each.name}（{each.file.sha256[:16]}）" for each in files if each.file)
        yield f"随附材料{len(files)}件（括号内为校验码前16位）：{listed}。"
    yield _dates(foi)
    yield f"办理情况请在{status_url}凭编号和查询码查询。查询码不在本回执上，请另行妥善保管。"


def _dates(foi: FoiRequest) -> str:
    on = timezone.localdate(foi.submitted_at)
    limit = deadline("foi.reply", on=on).amount
    rule, receipt = chinese(parse("ogi:33.2")), chinese(parse("ogi:31(3)"))
    first = [event for event in flow_events(foi) if event.on <= on]
    clock = foi_flow.clock(first, on=on, calendar=calendar_of(foi.organ)) if len(first) > 1 else None
    if clock is None or clock.received_on is None or clock.due_on is None:
        return f"收到申请之日以双方确认之日为准（{receipt}），自次日起{limit}个工作日内答复（{rule}）。确认后另行出具登记回执。"
    received, due = clock.received_on, clock.due_on
    return (
        f"收到申请之日为{received.year}年{received.month}月{received.day}日（{receipt}）。"
        f"自次日起{limit}个工作日内答复（{rule}），答复期限至{due.year}年{due.month}月{due.day}日。"
    )
