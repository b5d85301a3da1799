"""`gongkai site`: write the portal to files, check them, pack a column for the county's platform."""

import argparse
import sys
from pathlib import Path
from typing import Any

from gongkai.cli.errors import CallError

#: So many addresses of each kind are printed.
SHOWN = 20


def add_commands(commands: Any) -> None:
    """Add the commands of the static site."""
    actions = commands.add_parser("site", help="静态站点：生成、核对、打包").add_subparsers(
        required=True, metavar="动作"
    )
    build_parser = actions.add_parser("build", help="重新生成全部页面，完成后一次切换")
    build_parser.add_argument("--workers", type=int, default=2, help="进程数（默认 2）")
    build_parser.add_argument("--if-needed", action="store_true", help="页面与程序、设置、数据库相符时不生成")
    build_parser.set_defaults(command=build)
    verify_parser = actions.add_parser("verify", help="核对：没有过期、缺少、多余的页面，没有失效的链接")
    verify_parser.set_defaults(command=verify)
    refresh_parser = actions.add_parser("refresh", help="每日更新随日期变化的页面（有效性、年度、核对提醒）")
    refresh_parser.set_defaults(command=refresh)
    package_parser = actions.add_parser("package", help="把一个机关的专栏打包给县级平台（ZIP，附清单和哈希）")
    package_parser.add_argument("organ", help="机关代码")
    package_parser.add_argument("--out", type=Path, required=True, help="ZIP 文件")
    package_parser.add_argument("--previous", type=Path, help="上一个数据包；只打包变化的部分，并列出应删除的文件")
    package_parser.set_defaults(command=package)


def _start() -> None:
    from gongkai.cli.house import start_django

    start_django()


def build(arguments: argparse.Namespace) -> int:
    """Write every page; exit 1 when one could not be made."""
    _start()
    from gongkai.web.static_site import publishing

    if arguments.if_needed and publishing.is_current():
        done = publishing.refresh_the_day()
        print(f"静态站点已是最新（更新 {done.written} 个文件）。")
        return 0
    built = publishing.build(workers=max(1, arguments.workers), progress=_progress)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    for address in built.missing:
        print(f"没有生成：{address}（例如缺少中文字体时的 PDF），读者由应用程序得到说明。")
    print(f"已生成 {built.pages} 个页面和文件。")
    return 1 if built.missing else 0


def _progress(pages: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{pages} …", end="", file=sys.stderr, flush=True)


def verify(_: argparse.Namespace) -> int:
    """Compare files with pages; exit 1 when something differs."""
    _start()
    from gongkai.web.static_site.verifying import verify as check

    try:
        found = check()
    except FileNotFoundError as error:
        raise CallError(str(error)) from error
    kinds = {"缺少": found.missing, "过期": found.stale, "多余": found.extra, "失效链接": found.dead}
    for words, listed in kinds.items():
        for address in listed[:SHOWN]:
            print(f"{words}：{address}")
        if len(listed) > SHOWN:
            print(f"{words}：另有 {len(listed) - SHOWN} 处")
    counts = "，".join(f"{words} {len(listed)}" for words, listed in kinds.items())
    print(f"核对 {found.pages} 个页面和文件、{found.links} 个链接：{counts}。")
    return 0 if found.clean else 1


def refresh(_: argparse.Namespace) -> int:
    """Make anew what changes with the day."""
    _start()
    from gongkai.web.static_site.publishing import refresh_the_day

    done = refresh_the_day()
    print(f"更新 {done.written} 个文件，{done.unchanged} 个不变，删除 {done.removed} 个。")
    return 0


def package(arguments: argparse.Namespace) -> int:
    """Pack a column."""
    _start()
    from django.utils import timezone

    from gongkai.apps.organs.models import Organ
    from gongkai.web.static_site.packaging import BadPackage
    from gongkai.web.static_site.packaging import package as pack

    organ = Organ.objects.filter(code=arguments.organ).select_related("parent").first()
    if organ is None:
        raise CallError(f"没有代码为“{arguments.organ}”的机关。")
    try:
        packed = pack(organ, out=arguments.out, at=timezone.now(), previous=arguments.previous)
    except (BadPackage, OSError) as error:
        raise CallError(str(error)) from error
    print(f"{arguments.out}：专栏共 {packed.files} 个文件，本包含 {packed.included} 个，应删除 {packed.removed} 个。")
    return 0
