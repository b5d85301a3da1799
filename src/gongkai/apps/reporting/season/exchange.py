"""Packages out and in: signed with the organ's key, checked with the sender's, taken in once and in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gongkai.apps.core import files
from gongkai.apps.core.numbering import next_number
from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import require
from gongkai.apps.organs.queries import subtree
from gongkai.apps.reporting.content import version_report
from gongkai.apps.reporting.models import ReceivedPackage, ReportVersion, Season, TrustedKey
from gongkai.apps.reporting.season import arrivals
from gongkai.apps.reporting.season.arrivals import Arrival
from gongkai.apps.reporting.season.ground import VERB, SeasonError
from gongkai.apps.reporting.season.keys import private_key
from gongkai.apps.reporting.season.operations import open_season, take_in
from gongkai.apps.reporting.season.summing import total_of
from gongkai.documents import packages
from gongkai.documents.packages import Package, PackedReport, Sender, Verified
from gongkai.law.annual_report.model import OrganKind, Report

COUNTER = "report_package"
MEDIA_TYPE = "application/json"


@dataclass(frozen=True)
class Received:
    """What became of a package: the record, whether it was new, and whose reports it brought."""

    record: ReceivedPackage
    new: bool
    changed: Sequence[str] = ()


@transaction.atomic
def issue(*, organ: Organ, year: int, by: User | None, at: datetime) -> bytes:
    """
    Make the package of a year for the next level: of an organ that adds up, all reports with their sum; of another, its own report.

    :raises SeasonError: there is no key, or nothing to send.
    """
    on = timezone.localdate(at)
    require(by, VERB, organ, on=on)
    private = private_key(organ)
    season = Season.objects.filter(organ=organ, year=year).first()
    reports, total = _season_content(season) if season else ([], None)
    own = _own(organ, year)
    if own is not None:
        reports.insert(0, own)
    if not reports:
        raise SeasonError(f"{organ.name}{year}年度没有签发的报告，也没有收到下级的报告，没有可以发送的内容。")
    serial = next_number(organ=organ, kind=COUNTER, year=year)
    package = Package(Sender(organ.code, organ.name), year, serial, at, tuple(reports), total)
    data = packages.sign_package(package, private)
    append_event(
        organ=organ, kind="package.issued", subject=organ, by=by, on=on, at=at,
        facts={"year": year, "serial": serial, "reports": len(reports)},
    )  # fmt: skip
    return data


def _season_content(season: Season) -> tuple[list[PackedReport], packages.Total | None]:
    total = total_of(season)
    counted = {row.pk for row in total.counted}
    rows = [row for row in season.reports.select_related("organ") if row.pk in counted]
    packed = [PackedReport(row.code, arrivals.report_of(row, season.year), row.version) for row in rows]
    if not packed:
        return [], None
    return packed, packages.Total(total.tables, len(packed), tuple(total.missing))


def _own(organ: Organ, year: int) -> PackedReport | None:
    version = (
        ReportVersion.objects.filter(report__organ=organ, report__year=year)
        .select_related("report__organ")
        .order_by("-number")
        .first()
    )
    if version is None:
        return None
    contact = tuple(version.content.get("contact", ()))
    return PackedReport(
        organ.code, version_report(version), version.number, version.signed_on.isoformat(), version.reason, contact
    )


def receive(*, organ: Organ, data: bytes, by: User | None, at: datetime) -> Received:
    """
    Take a package in: check the signature, keep the file, and let its reports count in the season of its year.

    The same package twice is one. A package that brings the sum of an organ below counts as that organ's report; the reports in it stay
    in the file. Whatever is wrong with it, nothing is changed.

    :raises packages.PackageError: truncated, of a later version, signed by another key, changed, or an older one than the last.
    :raises SeasonError: the season is closed, or the sender is no organ that reports here.
    """
    on = timezone.localdate(at)
    require(by, VERB, organ, on=on)
    sender = packages.sender_of(data)
    keys = TrustedKey.objects.filter(organ=organ, code=sender.code, revoked_at__isnull=True)
    verified = packages.verify_package(data, keys.values_list("public", flat=True))
    package = verified.package
    with transaction.atomic():
        Organ.objects.select_for_update().get(pk=organ.pk)
        held = ReceivedPackage.objects.filter(organ=organ, code=sender.code, year=package.year)
        known = held.filter(sha256=verified.sha256).first()
        if known is not None:
            return Received(known, new=False)
        last = held.order_by("-serial").first()
        if last is not None and package.serial <= last.serial:
            raise packages.PackageError(
                "replayed",
                f"这是{sender.name}{package.year}年度的第{package.serial}号数据包，已经接收过第{last.serial}号。"
                "旧的数据包不再接收；请使用最新的一份。",
            )
        record = _keep(organ, data, verified, by, at)
        season = open_season(organ=organ, year=package.year, by=by, at=at)
        brought = list(_arrivals(organ, verified, record, at))
        collected = take_in(season=season, found=brought, by=by, at=at)
    return Received(record, new=True, changed=collected.changed)


def _keep(organ: Organ, data: bytes, verified: Verified, by: User | None, at: datetime) -> ReceivedPackage:
    package = verified.package
    name = f"{package.sender.name}{package.year}年度报告数据包{package.serial}.json"
    record = ReceivedPackage.objects.create(
        organ=organ,
        code=package.sender.code,
        name=package.sender.name,
        year=package.year,
        serial=package.serial,
        sha256=verified.sha256,
        key=verified.key,
        file=files.store(organ=organ, name=name, data=data, media_type=MEDIA_TYPE, at=at),
        reports=len(package.reports),
        received_by=by,
        received_at=at,
    )
    facts = {"code": record.code, "year": record.year, "serial": record.serial, "sha256": record.sha256}
    append_event(
        organ=organ, kind="package.received", subject=record, by=by, on=timezone.localdate(at), at=at, facts=facts
    )
    return record


def _arrivals(organ: Organ, verified: Verified, record: ReceivedPackage, at: datetime) -> Sequence[Arrival]:
    package = verified.package
    within = {one.code: one for one in subtree(organ).filter(parent=organ)}
    if package.total is None:
        foreign = [one.report.organ for one in package.reports if one.code != package.sender.code]
        if foreign:
            raise packages.PackageError(
                "not_its_own", f"{package.sender.name}只能发送本机关的报告，数据包里却有{foreign[0]}的报告，没有接收。"
            )
        return [arrivals.from_package(one, within.get(one.code), record.pk, at) for one in package.reports]
    sender = package.sender
    own = next((one for one in package.reports if one.code == sender.code), None)
    kind = own.report.organ_kind if own else None
    report = Report(
        organ=sender.name,
        year=package.year,
        title=own.report.title if own else "",
        preface=own.report.preface if own else "",
        sections=own.report.sections if own else (),
        tables=package.total.tables,
        organ_kind=kind or OrganKind.COUNTY,
    )
    packed = PackedReport(sender.code, report, own.version if own else 1)
    return [arrivals.from_package(packed, within.get(sender.code), record.pk, at)]
