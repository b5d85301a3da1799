"""Letters of a day and an old register from Excel: good rows are in and count, faulty ones come back to be mended and sent again."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import load_workbook

from gongkai.apps.foi import sheets
from gongkai.apps.foi.models import FoiRequest
from gongkai.apps.foi.queries import table3_counts
from gongkai.law.foi_flow import SubmissionChannel
from tests.web.workbench.standing import Standing

GOOD = {
    "channel": SubmissionChannel.POST_SIGNED.label, "day": "2026-03-20", "proof": "邮件号1", "kind": "自然人",
    "name": "演示来信人", "title": "演示预算",
}  # fmt: skip
OLD = {
    "old_number": "2023-1", "received_on": "2023-05-08", "kind": "自然人", "name": "演示旧申请人", "title": "演示旧信息",
    "closed_on": "2023年5月22日", "outcome": "予以公开", "letter": "演示〔2023〕1号",
}  # fmt: skip


class SheetTest(Standing):
    def url(self, name: str, *more: object) -> str:
        return reverse(f"workbench:{name}", args=[self.world.own.code, *more])

    def send(self, kind: sheets.Kind, *rows: dict[str, str]) -> str:
        data = sheets.faults_xlsx(kind, [(sheets.Row(0, row), "") for row in rows])
        sent = {"kind": kind.name, "file": SimpleUploadedFile("表.xlsx", data)}
        return self.clerk().post(self.url("foi-import"), sent).content.decode()

    def test_twenty_letters_are_registered_and_two_come_back_with_the_reason(self) -> None:
        number = FoiRequest.objects.count()
        wrong = [{**GOOD, "name": ""}, {**GOOD, "day": "三月", "channel": "飞鸽"}]
        page = self.send(sheets.LETTERS, *[GOOD] * 20, *wrong)
        assert FoiRequest.objects.count() == number + 20
        assert FoiRequest.objects.latest("pk").received_on is not None
        assert "“姓名或名称”没有填写" in page
        assert "写的是“飞鸽”" in page
        sealed = page.split('name="sealed" value="')[1].split('"')[0]
        back = self.clerk().post(self.url("foi-import-faults"), {"sealed": sealed})
        cells = load_workbook(BytesIO(back.content)).get_sheet_by_index(0).to_python()
        assert len(cells) == 3
        assert "没有填写" in str(cells[1][-1])

    def test_the_template_can_be_sent_as_it_is(self) -> None:
        data = self.clerk().get(self.url("foi-import-template", "register")).content
        assert len(sheets.read_rows(data, sheets.REGISTER)) == 1

    def test_an_old_register_counts_in_its_year_and_is_not_taken_twice(self) -> None:
        lapsed = {
            **OLD,
            "old_number": "2023-2",
            "outcome": "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        }
        page = self.send(sheets.REGISTER, OLD, {**OLD, "old_number": "2023-3", "closed_on": "2023-05-01"}, lapsed)
        foi = FoiRequest.objects.get(organ=self.world.own.organ, received_on__year=2023)
        assert (foi.outcome, str(foi.closed_on)) == ("granted", "2023-05-22")
        assert not foi.letters.exists(), "no letter is written anew"
        counts = table3_counts(2023, organ=self.world.own.organ)[self.world.own.organ.pk]
        assert counts[("new", "c1")] == 1
        assert "逐步登记" in page
        assert "已经导入过" in self.send(sheets.REGISTER, OLD)

    def test_what_is_no_sheet_says_so(self) -> None:
        sent = {"kind": "letters", "file": SimpleUploadedFile("表.txt", b"x")}
        assert "Excel" in self.clerk().post(self.url("foi-import"), sent).content.decode()
        assert self.clerk().post(self.url("foi-import-faults"), {"sealed": "odd"}).status_code == 400

    def test_chosen_ones_are_handed_over_or_get_envelopes(self) -> None:
        keys = [self.world.own.requests[name].public_key for name in ("processing", "split")]
        page = self.clerk().post(self.url("foi-chosen"), {"key": keys, "envelopes": "1"}).content.decode()
        assert page.count('class="envelope"') == 2
        holder = self.world.second_clerk
        self.clerk().post(self.url("foi-chosen"), {"key": keys, "holder": holder.pk})
        assert FoiRequest.objects.filter(public_key__in=keys, holder=holder).count() == 2
