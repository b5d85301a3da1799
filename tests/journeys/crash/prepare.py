"""Make the database of the crash test: an organ, drafts with a file each; print key and code of every draft. Then, or check what is there."""

import json
import os
import sys

import django

ANSWERS = {
    "kind": "natural_person",
    "name": "演示申请人",
    "id_type": "护照",
    "id_number": "E00000000",
    "phone": "0000-7654321",
    "title": "演示村道路硬化项目验收报告",
    "delivery_form": "电子",
    "delivery_channel": "网上下载",
    "agent": "no",
}


def prepare(count: int) -> None:
    """Found the organ and fill in so many drafts."""
    from datetime import date

    from django.core.management import call_command
    from django.utils import timezone

    from gongkai.apps.core import uploads
    from gongkai.apps.foi import operations
    from gongkai.apps.foi.models import DraftFile, FoiFile
    from gongkai.apps.organs.operations import found_organ

    call_command("migrate", run_syncdb=True, verbosity=0)
    organ = found_organ(
        by=None, on=date(2020, 1, 1), code="990101001", kind="township", name="示例县演示乡人民政府", short_name="演示乡",
        area_code="640423", office="综合办公室", phone="0000-1234567", address="演示路1号",
    )  # fmt: skip
    operations.open_online_channel(organ=organ, by=None, on=date(2024, 1, 1))
    data, now = "附件（演示）".encode(), timezone.now()
    upload = uploads.take(
        organ=organ, name="附件.txt", data=data, by=None, on=date(2024, 1, 1), at=now, purpose="application"
    )
    made = []
    for _ in range(count):
        draft, code = operations.start_draft(organ=organ, by=None, at=now)
        operations.save_answers(draft=draft, by=None, at=now, **ANSWERS)
        DraftFile.objects.create(
            draft=draft, kind=FoiFile.Kind.ATTACHMENT, file=upload.derivative, name=upload.name, added_at=now
        )
        made.append([draft.key, code])
    json.dump(made, sys.stdout)


def look() -> None:
    """Print what the database holds: number and draft of every application, how many have their file, whether the chain holds."""
    from gongkai.apps.core import audit
    from gongkai.apps.foi.models import FoiRequest

    rows = [
        [foi.serial, foi.number, foi.draft.key, foi.files.count(), foi.letters.count(), foi.state]
        for foi in FoiRequest.objects.select_related("draft").prefetch_related("files", "letters")
    ]
    json.dump({"rows": rows, "breaks": len(audit.verify().breaks)}, sys.stdout)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.journeys.crash.settings"
    django.setup()
    prepare(int(sys.argv[2])) if sys.argv[1] == "prepare" else look()
