"""The commands on the product's own data: serve, demonstration data, reports, audit, effects."""

import argparse
import os
from pathlib import Path
from typing import Any

from gongkai.cli.errors import CallError


def add_commands(commands: Any) -> None:
    """Add the commands that open the database."""
    serve_parser = commands.add_parser("serve", help="启动服务（前台运行，Ctrl-C 结束）")
    serve_parser.add_argument("--demo", action="store_true", help="数据库为空时先载入演示数据")
    serve_parser.add_argument("--host", default="127.0.0.1")
    serve_parser.add_argument("--port", type=int, default=_port())
    serve_parser.set_defaults(command=serve)

    report_parser = commands.add_parser("report", help="导出一份年度报告（DOCX、PDF、HTML、XLSX、JSON）")
    report_parser.add_argument("organ", help="机关代码或名称，例如 640423207")
    report_parser.add_argument("year", type=int)
    report_parser.add_argument("--out", type=Path, required=True, help="输出目录")
    report_parser.set_defaults(command=report)

    audit = commands.add_parser("audit", help="审计").add_subparsers(required=True, metavar="动作")
    audit.add_parser("verify", help="核对事件哈希链").set_defaults(command=audit_verify)
    effects = commands.add_parser("effects", help="事件效果").add_subparsers(required=True, metavar="动作")
    effects.add_parser("retry", help="重试未完成的效果").set_defaults(command=effects_retry)

    uploaded = commands.add_parser("uploads", help="上传的文件").add_subparsers(required=True, metavar="动作")
    uploaded.add_parser("clean", help="删除一个月前上传、没有用到的文件（每天运行一次）").set_defaults(
        command=uploads_clean
    )

    items = commands.add_parser("items", help="公开信息").add_subparsers(required=True, metavar="动作")
    items.add_parser("scheduled", help="办理到时的定时发布和定时撤下（每分钟运行一次）").set_defaults(
        command=items_scheduled
    )

    mail = commands.add_parser("mail", help="邮箱").add_subparsers(required=True, metavar="动作")
    mail.add_parser("fetch", help="读取各机关邮箱，未读邮件成为待登记的申请").set_defaults(command=mail_fetch)

    people = commands.add_parser("lists", help="补贴名单").add_subparsers(required=True, metavar="动作")
    people.add_parser("nightly", help="撤下到期的名单，复查实际公开的内容（每天夜里运行一次）").set_defaults(
        command=lists_nightly
    )

    manage_parser = commands.add_parser("manage", help="Django 管理命令，例如 manage migrate")
    manage_parser.add_argument("arguments", nargs=argparse.REMAINDER)
    manage_parser.set_defaults(command=manage)


def _port() -> int:
    value = os.environ.get("PORT", "8000")
    try:
        return int(value)
    except ValueError:
        raise CallError(f"环境变量 PORT 的值“{value}”不是端口号。") from None


def start_django() -> None:
    """Load Django with the profile named in the environment; the embedded one by default."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.embedded")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise CallError(str(error)) from error


def serve(arguments: argparse.Namespace) -> int:
    """Bring the database up to date, load the demonstration data if asked, and serve in the foreground."""
    from gongkai.cli.serving import run

    start_django()
    return run(host=arguments.host, port=arguments.port, demo=arguments.demo)


def report(arguments: argparse.Namespace) -> int:
    """Write every export of a frozen or drafted report into a folder."""
    start_django()
    from gongkai.cli.exporting import export_report

    for path in export_report(organ=arguments.organ, year=arguments.year, out=arguments.out):
        print(path)
    return 0


def audit_verify(_: argparse.Namespace) -> int:
    """Check every hash chain; exit 1 when one does not hold."""
    start_django()
    from gongkai.apps.core.audit import verify

    verdict = verify()
    for fault in verdict.breaks:
        print(f"机关 {fault.organ_id} 第 {fault.sequence} 号事件：{fault.reason}")
    print(f"核对 {verdict.chains} 条链、{verdict.events} 个事件，{len(verdict.breaks)} 处不符。")
    return 1 if verdict.breaks else 0


def effects_retry(_: argparse.Namespace) -> int:
    """Run the effects that are not done; exit 1 when one fails again."""
    start_django()
    from gongkai.apps.core.outbox import retry

    done, failed = retry()
    print(f"完成 {done} 项，仍失败 {failed} 项。")
    return 1 if failed else 0


def uploads_clean(_: argparse.Namespace) -> int:
    """Take away every upload older than a month that nothing uses."""
    start_django()
    from datetime import timedelta

    from django.utils import timezone

    from gongkai.apps.core.uploads import erase_unclaimed

    now = timezone.now()
    number = erase_unclaimed(before=now - timedelta(days=30), by=None, on=timezone.localdate(), at=now)
    print(f"删除没有用到的上传文件 {number} 个。")
    return 0


def items_scheduled(_arguments: argparse.Namespace) -> int:
    """Publish and take down what is due by now; 1 when the gate refused one."""
    start_django()
    from django.utils import timezone

    from gongkai.apps.publication import operations, queries

    now = timezone.now()
    waiting = queries.scheduled(at=now)
    done = [item for item in waiting if operations.carry_out_schedule(item=item, by=None, at=now) is not None]
    print(f"到时{len(waiting)}条，办理{len(done)}条，未成{len(waiting) - len(done)}条。")
    return int(len(done) < len(waiting))


def mail_fetch(_: argparse.Namespace) -> int:
    """Read every mailbox of the settings; exit 1 when one could not be read or a mail could not be kept."""
    start_django()
    from gongkai.cli.mailing import fetch_all

    return fetch_all()


def manage(arguments: argparse.Namespace) -> int:
    """Hand over to a Django management command."""
    start_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["gongkai manage", *arguments.arguments])
    return 0


def lists_nightly(arguments: argparse.Namespace) -> int:
    """Take down the lists whose time is over and look at everything public about the others; 1 when something was found."""
    start_django()
    from django.utils import timezone

    from gongkai.apps.benefits import nightly
    from gongkai.apps.benefits.models import PublicNotice
    from gongkai.web.portal.list_places import scan

    at = timezone.now()
    down = nightly.take_down_expired(at=at)
    made = scan(PublicNotice.objects.filter(closed_at__isnull=True), at=at)
    wrong = [one for one in made if one.findings]
    print(f"撤下到期名单 {down} 份；复查 {len(made)} 份，有问题 {len(wrong)} 份。")
    for one in wrong:
        print(f"  {one.notice.organ.short_name}　{one.notice.batch}　{len(one.findings)}处")
    return 1 if wrong else 0
