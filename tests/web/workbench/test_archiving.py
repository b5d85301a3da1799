"""The archive package explains and proves itself without the system; identity copies go when their time is over, and not before."""

import json
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.urls import reverse
from django.utils import timezone

from gongkai.apps.core import files, uploads
from gongkai.apps.core.models import Event, StoredFile, Upload
from gongkai.apps.foi import operations
from gongkai.apps.foi.models import FoiFile
from gongkai.apps.foi.queries import erased_after
from gongkai.apps.proceedings.queries import pending_applications
from gongkai.cli import main
from tests.web.conftest import TODAY
from tests.web.workbench.standing import Standing

COPY = "演示身份证复印件"


class ArchiveTest(Standing):
    def setUp(self) -> None:
        super().setUp()
        self.foi = self.world.own.requests["closed"]
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def add(self, kind: FoiFile.Kind = FoiFile.Kind.IDENTITY) -> FoiFile:
        upload = uploads.take(
            organ=self.foi.organ, name="证件.txt", data=COPY.encode(), by=None, on=TODAY, at=timezone.now(),
            purpose="application",
        )  # fmt: skip
        paper = operations.Paper(kind, upload)
        return operations.add_file(foi=self.foi, by=None, at=timezone.now(), paper=paper)

    def unpacked(self) -> Path:
        address = reverse("workbench:foi-archive", args=[self.foi.organ.code, self.foi.public_key])
        answer = self.clerk().post(address)
        with zipfile.ZipFile(BytesIO(answer.content)) as packed:
            packed.extractall(self.folder)
        return self.folder

    def test_it_holds_everything_and_verifies_with_and_without_the_system(self) -> None:
        self.add(FoiFile.Kind.ATTACHMENT)
        folder = self.unpacked()
        named = {entry["what"] for entry in json.loads((folder / "manifest.json").read_text())["files"]}
        assert {"申请附件", "案件数据", "目录", "核验程序"} <= named
        assert self.world.own.letters["closed"].serial in " ".join(named)
        assert "演示申请人" in (folder / "index.html").read_text()
        assert main(["archive", "verify", str(folder)]) == 0
        bare = subprocess.run(
            [sys.executable, "-I", "-S", str(folder / "verify.py")], check=False, capture_output=True, text=True
        )
        assert (bare.returncode, bare.stdout.strip()) == (0, "归档包完好。")
        assert Event.objects.filter(kind="foi.archive_exported", subject_id=self.foi.pk).exists()

    def test_every_tampering_is_found(self) -> None:
        folder = self.unpacked()
        events = folder / "events.json"
        kept = events.read_bytes()
        for way in (
            lambda: events.write_bytes(kept.replace(b"direct", b"online", 1)),
            lambda: (folder / "extra.txt").write_text("x"),
            (folder / "case.json").unlink,
        ):
            way()
            assert main(["archive", "verify", str(folder)]) == 1
            events.write_bytes(kept)
            (folder / "extra.txt").unlink(missing_ok=True)

    def test_a_forged_event_is_found_even_with_a_forged_manifest(self) -> None:
        from hashlib import sha256

        folder = self.unpacked()
        events = json.loads((folder / "events.json").read_text())
        events[0]["on"] = "2020-01-01"
        data = json.dumps(events).encode()
        (folder / "events.json").write_bytes(data)
        manifest = json.loads((folder / "manifest.json").read_text())
        entry = next(entry for entry in manifest["files"] if entry["path"] == "events.json")
        entry |= {"sha256": sha256(data).hexdigest(), "size": len(data)}
        (folder / "manifest.json").write_text(json.dumps(manifest))
        assert main(["archive", "verify", str(folder)]) == 1

    def test_what_is_no_package_is_a_wrong_call(self) -> None:
        assert main(["archive", "verify", str(self.folder)]) == 2

    # ---- identity copies

    def erase(self, on: date, held: frozenset[int] = frozenset()) -> list[FoiFile]:
        at = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
        with self.captureOnCommitCallbacks(execute=True):
            return operations.erase_identity_copies(organ=self.foi.organ, by=None, on=on, at=at, held=held)

    def test_a_copy_goes_after_a_year_with_its_bytes_and_the_ledger_says_so(self) -> None:
        copy = self.add()
        assert copy.file is not None
        bytes_at = files.path_of(copy.file.sha256, sealed=True)
        last = erased_after(self.foi)
        assert self.foi.closed_on is not None
        assert last == self.foi.closed_on.replace(year=self.foi.closed_on.year + 1)
        assert self.erase(last) == [], "not on the last day"
        after = date.fromordinal(last.toordinal() + 1)
        assert [file.pk for file in self.erase(after)] == [copy.pk]
        copy.refresh_from_db()
        assert (copy.file, copy.erased_on) == (None, after)
        assert not bytes_at.exists()
        assert not StoredFile.objects.filter(sha256=bytes_at.name).exists()
        assert not Upload.objects.filter(subject_id=self.foi.pk).exists()
        ledger = self.clerk().get(reverse("workbench:foi-kept", args=[self.foi.organ.code])).content.decode()
        assert after.isoformat() in ledger or f"{after.month}月{after.day}日" in ledger or copy.name in ledger

    def test_nothing_else_goes_and_a_pending_case_keeps_all(self) -> None:
        self.add(FoiFile.Kind.ATTACHMENT)
        self.add()
        held = pending_applications(self.foi.organ)
        assert self.foi.pk in held
        assert self.erase(date(2030, 1, 1), held) == []
        assert len(self.erase(date(2030, 1, 1))) == 1
        assert FoiFile.objects.filter(foi=self.foi, file__isnull=False).count() == 1


pytestmark = pytest.mark.django_db
