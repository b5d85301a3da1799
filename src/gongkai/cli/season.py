"""`gongkai season` and `gongkai package`: the reporting season and what installations hand to each other."""

import argparse
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.cli.errors import CallError
from gongkai.cli.house import start_django
from gongkai.cli.progress import Bar, padded, width

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ
    from gongkai.apps.reporting.models import Season

OK, FOUND_ERRORS = 0, 1
CODE = "机关代码或名称"


def add_commands(commands: Any) -> None:
    """Add the commands of the season and of packages."""
    season = commands.add_parser("season", help="年报季：收集、提醒、汇总").add_subparsers(
        required=True, metavar="动作"
    )
    _season(season, "status", status, "谁已报送、谁没有、逾期几天、有几处错误")
    _season(season, "collect", collect, "收集本系统签发的和读取的报告，核对并汇总")
    remind_parser = _season(season, "remind", remind, "提醒没有报送的单位")
    remind_parser.add_argument("--text", default="", help="提醒的内容；不填用统一格式")
    close_parser = _season(season, "close", close, "结束本年度汇总，数字冻结")
    close_parser.add_argument("--note", default="", help="有单位没有报送时的说明")

    import_parser = season.add_parser("import", help="导入本系统使用之前各年度的报告（PDF、DOCX、网页、文本、ZIP）")
    import_parser.add_argument("organ", help="机关或其上级的代码或名称")
    import_parser.add_argument("files", type=Path, nargs="+", metavar="file", help="文件或文件夹")
    import_parser.set_defaults(command=import_earlier)

    package = commands.add_parser("package", help="年度报告数据包（Ed25519 签名）").add_subparsers(
        required=True, metavar="动作"
    )
    verify_parser = package.add_parser("verify", help="核对数据包的签名和内容（不需要数据库）")
    verify_parser.add_argument("file", type=Path)
    verify_parser.add_argument("--key", action="append", default=[], help="发送单位的公钥；可以给多个")
    verify_parser.set_defaults(command=verify)
    issue_parser = _season(package, "issue", issue, "签发数据包，报送上一级")
    issue_parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    receive_parser = package.add_parser("receive", help="接收数据包")
    receive_parser.add_argument("organ", help=CODE)
    receive_parser.add_argument("file", type=Path)
    receive_parser.set_defaults(command=receive)
    key_parser = package.add_parser("key", help="显示机关的公钥；没有就生成")
    key_parser.add_argument("organ", help=CODE)
    key_parser.add_argument("--new", action="store_true", help="停用旧密钥，生成新的")
    key_parser.set_defaults(command=key)
    trust_parser = package.add_parser("trust", help="登记发送单位的公钥")
    trust_parser.add_argument("organ", help="接收机关的代码或名称")
    trust_parser.add_argument("sender", help="发送机关的代码")
    trust_parser.add_argument("name", help="发送机关的名称")
    trust_parser.add_argument("public", help="公钥")
    trust_parser.set_defaults(command=trust)


def _season(commands: Any, name: str, command: Any, words: str) -> Any:
    parser = commands.add_parser(name, help=words)
    parser.add_argument("organ", help=CODE)
    parser.add_argument("year", type=int, help="年度")
    parser.set_defaults(command=command)
    return parser


# -- the season ------------------------------------------------------------------------------------------------------------------


def status(arguments: argparse.Namespace) -> int:
    """Print a line for each organ; exit 1 while somebody is late or a report has errors."""
    season = _opened(arguments)
    from gongkai.apps.reporting.season.queries import overview

    rows = overview(season, on=_now().date())
    heads = ["单位", "状态", "来源", "版本", "错误", "提示", "期限", "逾期"]
    lines = [heads]
    for row in rows:
        arrived = row.report
        lines.append(
            [
                row.name,
                row.words,
                arrived.get_source_display() if arrived else "-",
                str(arrived.version) if arrived else "-",
                str(arrived.errors) if arrived else "-",
                str(arrived.warnings) if arrived else "-",
                f"{row.due_on:%Y-%m-%d}" if row.due_on else "-",
                f"{row.days_late}天" if row.days_late else "-",
            ]
        )
    widths = [max(width(line[at]) for line in lines) for at in range(len(heads))]
    for line in lines:
        print("  ".join(map(padded, line, widths)).rstrip())
    arrived_count = sum(row.report is not None for row in rows)
    late = sum(row.days_late > 0 for row in rows)
    faulty = sum(bool(row.report and row.report.errors) for row in rows)
    print(f"共 {len(rows)} 个单位，已收到 {arrived_count} 份，逾期未报 {late} 个，有错误的 {faulty} 份。")
    return FOUND_ERRORS if late or faulty else OK


def collect(arguments: argparse.Namespace) -> int:
    """Take in what has arrived; exit 1 while somebody is missing."""
    season = _opened(arguments)
    from gongkai.apps.reporting.season import operations
    from gongkai.apps.reporting.season.ground import SeasonError
    from gongkai.apps.reporting.season.members import expected

    try:
        with Bar("核对", len(expected(season))) as bar:
            found = operations.collect(season=season, by=None, at=_now(), step=bar.step)
    except SeasonError as error:
        raise CallError(str(error)) from error
    print(f"新收或更新 {len(found.changed)} 份，没有变化 {found.unchanged} 份，还缺 {len(found.missing)} 份。")
    return FOUND_ERRORS if found.missing else OK


def remind(arguments: argparse.Namespace) -> int:
    """Remind everybody whose report is missing."""
    season = _opened(arguments)
    from gongkai.apps.reporting.season import operations
    from gongkai.apps.reporting.season.ground import SeasonError
    from gongkai.apps.reporting.season.members import expected

    organs = [one.organ for one in expected(season)]
    try:
        sent = operations.remind(season=season, organs=organs, by=None, at=_now(), text=arguments.text)
    except SeasonError as error:
        raise CallError(str(error)) from error
    print(f"已提醒 {len(sent)} 个单位：{'、'.join(one.organ.short_name for one in sent)}。")
    return OK


def close(arguments: argparse.Namespace) -> int:
    """Close the season with today's sum."""
    season = _opened(arguments)
    from gongkai.apps.reporting.season import operations
    from gongkai.apps.reporting.season.ground import SeasonError

    try:
        operations.close(season=season, by=None, at=_now(), note=arguments.note)
    except SeasonError as error:
        raise CallError(str(error)) from error
    print(f"{season.organ.name}{season.year}年度汇总已结束。")
    return OK


def import_earlier(arguments: argparse.Namespace) -> int:
    """Read reports of earlier years and take them over; exit 1 when one was passed over."""
    start_django()
    from gongkai.apps.reporting import earlier
    from gongkai.apps.reporting.collecting import operations, reading
    from gongkai.apps.reporting.collecting.intake import unpack

    organ, at = _organ(arguments.organ), _now()
    files = [file for path in arguments.files for file in _files(path)]
    try:
        collection = operations.open_collection(organ=organ, name=f"历年报告导入 {at:%Y-%m-%d}", by=None, at=at)
        received = operations.receive(
            collection=collection, incoming=unpack((file.name, _bytes(file)) for file in files), by=None, at=at
        )
        reading.read_waiting(collection=collection, by=None, at=at, seconds=float("inf"))
        taken = earlier.adopt(collection=collection, by=None, at=at)
    except operations.CollectingError as error:
        raise CallError(str(error)) from error
    read = {one.name for one in taken}
    for row in collection.reports.exclude(name__in=read):
        print(f"未读出　{row.name}：{row.refusal}")
    for one in taken:
        print(
            f"{'未导入' if one.reason else '已导入'}　{one.organ} {one.year or '-'}　{one.name}{f'：{one.reason}' if one.reason else ''}"
        )
    done = sum(not one.reason for one in taken)
    print(f"共 {len(received.reports)} 个文件，导入 {done} 份。未导入的可以在工作台“读取年报”里补正后再用作历年报告。")
    return OK if done == len(received.reports) else FOUND_ERRORS


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise CallError(f"找不到“{path}”。请核对路径。")
    return sorted(file for file in path.iterdir() if file.is_file()) if path.is_dir() else [path]


def _opened(arguments: argparse.Namespace) -> "Season":
    start_django()
    from gongkai.apps.reporting.season import operations
    from gongkai.apps.reporting.season.ground import SeasonError

    try:
        return operations.open_season(organ=_organ(arguments.organ), year=arguments.year, by=None, at=_now())
    except SeasonError as error:
        raise CallError(str(error)) from error


def _organ(asked: str) -> "Organ":
    from gongkai.cli.exporting import organ_named

    return organ_named(asked)


def _now() -> datetime:
    from django.utils import timezone

    return timezone.localtime()


# -- packages --------------------------------------------------------------------------------------------------------------------


def verify(arguments: argparse.Namespace) -> int:
    """Check a package without a database; without `--key` only that nothing was changed after signing."""
    from gongkai.documents import packages

    data = _bytes(arguments.file)
    try:
        keys = arguments.key or [packages.key_in(data)]
        verified = packages.verify_package(data, keys)
    except packages.PackageError as error:
        raise CallError(f"{arguments.file.name}：{error}") from error
    package = verified.package
    print(f"{package.sender.name}（{package.sender.code}）　{package.year}年度　第{package.serial}号")
    print(
        f"签发于 {package.issued_at:%Y-%m-%d %H:%M}，报告 {len(package.reports)} 份，签名有效，每份内容与校验值相符。"
    )
    told = "" if arguments.key else "（没有给出 --key，只核对了内容没有改动；请与发送单位核对此密钥）"
    print(f"密钥 {packages.key_id(verified.key)}{told}")
    return OK


def issue(arguments: argparse.Namespace) -> int:
    """Sign the package of a year into a file."""
    start_django()
    from gongkai.apps.reporting.season import exchange
    from gongkai.apps.reporting.season.ground import SeasonError

    try:
        data = exchange.issue(organ=_organ(arguments.organ), year=arguments.year, by=None, at=_now())
    except SeasonError as error:
        raise CallError(str(error)) from error
    _write(arguments.out, data)
    print(arguments.out)
    return OK


def receive(arguments: argparse.Namespace) -> int:
    """Take a package in."""
    start_django()
    from gongkai.apps.reporting.season import exchange
    from gongkai.apps.reporting.season.ground import SeasonError
    from gongkai.documents.packages import PackageError

    try:
        found = exchange.receive(organ=_organ(arguments.organ), data=_bytes(arguments.file), by=None, at=_now())
    except (SeasonError, PackageError) as error:
        raise CallError(f"{arguments.file.name}：{error}") from error
    record = found.record
    told = f"新收或更新 {len(found.changed)} 份报告" if found.new else "这个数据包已经接收过，没有变化"
    print(f"{record.name}{record.year}年度第{record.serial}号数据包：{told}。")
    return OK


def key(arguments: argparse.Namespace) -> int:
    """Print the organ's public key, made on first use."""
    start_django()
    from gongkai.apps.reporting.models import SigningKey
    from gongkai.apps.reporting.season import keys
    from gongkai.documents.packages import key_id

    organ = _organ(arguments.organ)
    held = SigningKey.objects.filter(organ=organ, retired_at__isnull=True).first()
    if held is None or arguments.new:
        held = keys.make_key(organ=organ, by=None, at=_now())
    print(held.public)
    print(f"核对码 {key_id(held.public)}")
    return OK


def trust(arguments: argparse.Namespace) -> int:
    """Enter a sender's public key."""
    start_django()
    from gongkai.apps.reporting.season import keys
    from gongkai.apps.reporting.season.ground import SeasonError
    from gongkai.documents.packages import PackageError, key_id

    try:
        held = keys.trust_key(
            organ=_organ(arguments.organ), code=arguments.sender, name=arguments.name, public=arguments.public,
            by=None, at=_now(),
        )  # fmt: skip
    except (SeasonError, PackageError) as error:
        raise CallError(str(error)) from error
    print(f"已登记{held.name}的公钥，核对码 {key_id(held.public)}。请与发送单位当面或电话核对。")
    return OK


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CallError(f"无法读取“{path}”：{error.strerror}。") from error


def _write(target: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as temporary:
            temporary.write(data)
            temporary.flush()
            os.fsync(temporary.fileno())
        Path(temporary.name).chmod(0o644)
        Path(temporary.name).replace(target)
    except OSError as error:
        raise CallError(f"无法写入“{target}”：{error.strerror}。") from error
