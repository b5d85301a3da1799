"""The commands on archive packages and on what is not kept for ever."""

import argparse
from pathlib import Path
from typing import Any

from gongkai.cli.errors import CallError


def add_commands(commands: Any) -> None:
    """Add the commands."""
    archive = commands.add_parser("archive", help="申请归档包").add_subparsers(required=True, metavar="动作")
    verify_parser = archive.add_parser("verify", help="核验归档包（不需要数据库）")
    verify_parser.add_argument("folder", type=Path)
    verify_parser.set_defaults(command=verify)
    make_parser = archive.add_parser("make", help="导出一件申请的归档包")
    make_parser.add_argument("serial", help="申请编号，例如 青河乡公开申〔2026〕1号")
    make_parser.add_argument("--out", type=Path, required=True, help="输出目录（应不存在）")
    make_parser.set_defaults(command=make)
    retention = commands.add_parser("retention", help="保存期限").add_subparsers(required=True, metavar="动作")
    retention.add_parser("run", help="销毁已过保存期限的身份证明复印件").set_defaults(command=retain)


def verify(arguments: argparse.Namespace) -> int:
    """Verify a package; 1 when something is wrong, 2 when it is none."""
    from gongkai.documents.archiving import verifier

    if not (arguments.folder / verifier.MANIFEST).is_file():
        raise CallError(f"{arguments.folder} 里没有 {verifier.MANIFEST}，不是归档包。")
    try:
        return verifier.main([str(arguments.folder)])
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise CallError(f"{arguments.folder} 的归档包读不出来：{type(error).__name__}。") from error


def make(arguments: argparse.Namespace) -> int:
    """Write the package of a case into a new folder."""
    from gongkai.cli.house import start_django

    start_django()
    from django.utils import timezone

    from gongkai.apps.foi.archiving import packaged
    from gongkai.apps.foi.models import FoiRequest

    foi = FoiRequest.objects.filter(serial=arguments.serial).select_related("organ", "applicant").first()
    if foi is None:
        raise CallError(f"没有编号为“{arguments.serial}”的申请。")
    if arguments.out.exists():
        raise CallError(f"{arguments.out} 已经存在，请换一个目录。")
    for path, data in packaged(foi, on=timezone.localdate()).items():
        file = arguments.out / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    print(arguments.out)
    return 0


def retain(_: argparse.Namespace) -> int:
    """Erase what is over at every organ; cases that are before a court or a reconsideration organ are kept whole."""
    from gongkai.cli.house import start_django

    start_django()
    from django.utils import timezone

    from gongkai.apps.foi.operations import erase_identity_copies
    from gongkai.apps.organs.models import Organ
    from gongkai.apps.proceedings.queries import pending_applications

    now, total = timezone.now(), 0
    for organ in Organ.objects.order_by("path"):
        held = pending_applications(organ)
        total += len(erase_identity_copies(organ=organ, by=None, on=timezone.localdate(now), at=now, held=held))
    print(f"销毁身份证明复印件 {total} 份。")
    return 0
