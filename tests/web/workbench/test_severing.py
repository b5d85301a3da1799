"""Withholding parts of a file at the desk: the list is enough, the released file lacks what was marked, the map goes into the reply."""

from django.urls import reverse
from django.utils import timezone

from gongkai.apps.core import files, uploads
from gongkai.apps.foi import operations
from gongkai.apps.foi.models import FoiFile
from tests.web.conftest import TODAY
from tests.web.workbench.standing import Standing

SECRET = "演示电话123"


class SeverTest(Standing):
    def setUp(self) -> None:
        super().setUp()
        self.browser, self.foi = self.clerk(), self.world.own.requests["processing"]
        upload = uploads.take(
            organ=self.foi.organ, name="名册.txt", data=f"公开\n{SECRET}转演示\n公开".encode(), by=self.world.own.clerk,
            on=TODAY, at=timezone.now(), purpose="application",
        )  # fmt: skip
        self.file = operations.add_file(
            foi=self.foi, by=None, at=timezone.now(), paper=operations.Paper(FoiFile.Kind.FOUND, upload)
        )

    def url(self, name: str, *more: object) -> str:
        return reverse(f"workbench:{name}", args=[self.foi.organ.code, self.foi.public_key, *more])

    def test_words_are_marked_released_and_told_in_the_reply(self) -> None:
        address = self.url("foi-file-sever", self.file.pk)
        assert SECRET in self.browser.get(address).content.decode()
        sent = {"clause": "third_party_rights", "mark": ["p1"], "words-p1": SECRET}
        assert self.browser.post(address, sent).status_code == 302
        released = FoiFile.objects.get(kind=FoiFile.Kind.RELEASED)
        assert released.file is not None
        assert files.read(released.file).decode() == "公开\n■■■转演示\n公开\n"
        assert SECRET.encode() not in files.path_of(released.file.sha256, sealed=True).read_bytes()
        again = self.browser.get(address).content.decode()
        assert "checked" in again, "the marking can be opened again"
        reply = self.browser.get(self.url("foi-reply") + "?outcome=partly_granted/").content.decode()
        assert "第2段第1至7字" in reply

    def test_what_cannot_be_marked_says_why_and_makes_nothing(self) -> None:
        address = self.url("foi-file-sever", self.file.pk)
        for sent, words in (
            ({"clause": "third_party_rights"}, "还没有标注"),
            ({"clause": "third_party_rights", "mark": ["p1"], "words-p1": "没有的字"}, "没有的字"),
            ({"clause": "granted", "mark": ["p1"]}, "条款"),
        ):
            answer = self.browser.post(address, sent)
            assert answer.status_code == 400
            assert words in answer.content.decode()
        assert not FoiFile.objects.filter(kind=FoiFile.Kind.RELEASED).exists()

    def test_the_file_is_given_and_the_released_one_is_not_marked_again(self) -> None:
        answer = self.browser.get(self.url("foi-file", self.file.pk))
        assert SECRET in answer.content.decode()
        assert "attachment" in answer["Content-Disposition"]
        assert self.browser.get(self.url("foi-file-page", self.file.pk, 1)).status_code == 404
