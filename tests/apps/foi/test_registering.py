"""Registration at the counter and from the mailbox: one application for each matter, with proof and papers; nothing is read twice."""

import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.message import EmailMessage

import pytest

from gongkai.apps.core import uploads
from gongkai.apps.foi import likeness, operations
from gongkai.apps.foi.models import ApplicantKind, FoiFile, FoiLink, FoiRequest, Letter, MailDraft
from gongkai.apps.organs.models import Organ
from gongkai.integrations.mailbox import (
    BadMailbox,
    ImapMailbox,
    MailboxAccount,
    MailboxUnreachable,
    fetch,
    mailboxes,
    parse,
)
from gongkai.law.foi_flow import ImpossibleDay, State
from tests.factories.foi import ApplicantFactory, FoiRequestFactory, LetterFactory
from tests.factories.organs import OrganFactory

NOW = datetime(2026, 3, 24, 2, 0, tzinfo=UTC)
ON = date(2026, 3, 24)
WHO = operations.ApplicantData(ApplicantKind.NATURAL_PERSON, "演示申请人")
PROOF = {"submitted_on": "2026-03-24", "submission_record": "窗口收件登记"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def organ() -> Organ:
    return OrganFactory.create()


def register(organ: Organ, *titles: str, channel: str = "in_person", **more: object) -> list[FoiRequest]:
    form = operations.Registration(
        channel, WHO, [operations.Wanted(title=title) for title in titles], **{"facts": PROOF, **more}
    )
    return operations.register(organ=organ, by=None, at=NOW, now=NOW, form=form)


def test_one_form_of_three_matters_becomes_three_applications_with_one_proof(organ: Organ) -> None:
    upload = uploads.take(
        organ=organ, name="申请表.txt", data="演示申请表".encode(), by=None, on=ON, at=NOW, purpose="application"
    )
    made = register(organ, "甲", "乙", "丙", papers=[operations.Paper(FoiFile.Kind.APPLICATION, upload)])
    assert [foi.received_on for foi in made] == [ON] * 3
    assert {foi.state for foi in made} == {State.PROCESSING}
    assert [foi.number for foi in made] == [1, 2, 3]
    ties = FoiLink.objects.values_list("source", "target", "relation")
    assert set(ties) == {(foi.pk, made[0].pk, "split_from") for foi in made[1:]}
    assert FoiFile.objects.filter(foi__in=made, file=upload.derivative).count() == 3


def test_without_the_proof_it_is_registered_and_waits_for_confirmation(organ: Organ) -> None:
    (foi,) = register(organ, "甲", channel="internet", facts={"submitted_on": "2026-03-24"})
    assert (foi.state, foi.received_on) == (State.SUBMITTED, None)


def test_a_proof_that_contradicts_itself_leaves_nothing(organ: Organ) -> None:
    wrong = {"posted_on": "2026-03-20", "signed_on": "2026-03-19", "signature_record": "签收"}
    with pytest.raises(ImpossibleDay):
        register(organ, "甲", channel="post_signed", facts=wrong)
    assert not FoiRequest.objects.exists()


def test_nothing_wanted_is_refused(organ: Organ) -> None:
    with pytest.raises(operations.FoiError, match="至少一项"):
        register(organ)


# ---- asked before


def test_a_second_wording_of_the_same_wish_is_found(organ: Organ) -> None:
    (foi,) = register(organ, "柳树湾村2023年低保名单")
    register(organ, "上滩村2023年道路硬化合同")
    found = likeness.of_same_applicant(
        FoiRequest.objects.all(),
        name="演示 申请人",
        id_number="",
        wanted=likeness.essence("申请公开柳树湾村2023年度低保的名单"),
        document_number="",
        on=ON,
    )
    assert [each.foi for each in found] == [foi]


@pytest.mark.parametrize(
    ("wanted", "why"),
    [("柳树湾村2024年低保名单", "another year"), ("上滩村2023年道路验收报告", "another matter")],
)
def test_another_wish_of_the_same_applicant_is_not_taken_for_it(organ: Organ, wanted: str, why: str) -> None:
    register(organ, "柳树湾村2023年低保名单")
    found = likeness.ranked(likeness.essence(wanted), "", [("柳树湾村2023年低保名单", "", "")])
    assert found == [], why


def test_the_same_document_number_is_the_same_wish() -> None:
    texts = [("关于演示的通知", "山河政发〔2023〕5号", ""), ("其他", "", "")]
    assert likeness.ranked("完全不同的说法", "山河政发[2023]5号", texts)[0][0] == 0


def test_others_and_those_of_long_ago_are_kept_apart(organ: Organ) -> None:
    register(organ, "柳树湾村2023年低保名单")
    old = FoiRequestFactory.create(
        organ=organ,
        title="柳树湾村2023年低保名单",
        submitted_at=datetime(2024, 1, 1, tzinfo=UTC),
        applicant=ApplicantFactory.create(organ=organ),
    )
    wanted = {"wanted": likeness.essence("柳树湾村2023年低保名单"), "document_number": "", "on": ON}
    known = FoiRequest.objects.all()
    assert likeness.of_same_applicant(known, name="别人", id_number="", **wanted) == []
    assert len(likeness.of_others(known, name="别人", **wanted)) == 1
    assert old not in [each.foi for each in likeness.of_others(known, name="别人", **wanted)]


# ---- mails


def mail(subject: str = "申请公开演示预算", number: int = 1, **more: object) -> bytes:
    message = EmailMessage()
    message["From"] = "演示张三 <zhang@example.invalid>"
    message["Message-ID"] = f"<{number}@example.invalid>"
    message["Date"] = "Mon, 23 Mar 2026 09:00:00 +0800"
    message["Subject"] = subject
    message.set_content("请公开2025年演示预算。")
    for name, data in dict(more).items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


class Scripted(socketserver.StreamRequestHandler):
    """As much of an IMAP server as reading a folder needs."""

    def handle(self) -> None:
        self.wfile.write(b"* OK demo\r\n")
        while line := self.rfile.readline():
            tag, _, command = line.decode().strip().partition(" ")
            self.answer(tag, command)

    def answer(self, tag: str, command: str) -> None:
        server, say = self.server, self.wfile.write
        words = command.upper().split()
        if words[0] == "LOGIN" and '"secret"' not in command and " secret" not in command:
            say(f"{tag} NO wrong\r\n".encode())
            return
        if words[0] == "CAPABILITY":
            say(b"* CAPABILITY IMAP4rev1\r\n")
        elif words[0] == "SELECT":
            say(b"* 2 EXISTS\r\n")
        elif words[:2] == ["UID", "SEARCH"]:
            unseen = [str(key) for key in server.mails if key not in server.seen]
            say(f"* SEARCH {' '.join(unseen)}\r\n".encode())
        elif words[:2] == ["UID", "FETCH"]:
            raw = server.mails[int(words[2])]
            head = f'* 1 FETCH (UID {words[2]} INTERNALDATE "23-Mar-2026 09:00:05 +0800" BODY[] {{{len(raw)}}}\r\n'
            say(head.encode() + raw + b")\r\n")
        elif words[:2] == ["UID", "STORE"]:
            server.seen.add(int(words[2]))
        say(f"{tag} OK done\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, *mails: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Scripted)
        self.mails, self.seen = dict(enumerate(mails, start=1)), set()

    def account(self, password: str = "secret") -> MailboxAccount:
        return MailboxAccount("1", "127.0.0.1", self.server_address[1], "desk", password, "INBOX", secure=False)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server(mail(), mail("第二封", 2, **{"附件.txt": "演示附件".encode(), "坏.docx": b"PK\x03\x04broken"}))
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def test_the_mailbox_is_read_once_and_each_mail_becomes_a_proposal_only(organ: Organ, server: Server) -> None:
    for expected in ((2, 0), (0, 0)):
        with ImapMailbox(server.account()) as mailbox:
            done = fetch(mailbox, organ=organ, at=NOW)
        assert (done.kept, done.known, done.failed) == (*expected, 0)
    server.seen.clear()
    with ImapMailbox(server.account()) as mailbox:
        assert fetch(mailbox, organ=organ, at=NOW).known == 2
    assert MailDraft.objects.filter(state="unopened").count() == 2
    assert not FoiRequest.objects.exists()
    attachments = MailDraft.objects.get(message_id="<2@example.invalid>").attachments
    assert attachments.filter(file__isnull=False).count() == 1
    assert "坏.docx" in attachments.exclude(refusal="").get().name


def test_a_mailbox_that_does_not_open_says_so_without_the_password(server: Server) -> None:
    with pytest.raises(MailboxUnreachable) as refused, ImapMailbox(server.account("hunter2")):
        pass
    assert "hunter2" not in str(refused.value)


def test_a_registered_mail_is_an_application_with_its_files(organ: Organ) -> None:
    upload = uploads.take(
        organ=organ, name="附件.txt", data="演示附件".encode(), by=None, on=ON, at=NOW, purpose="application"
    )
    draft = operations.take_mail(
        organ=organ, by=None, at=NOW, mail=parse(mail(), arrived_at=NOW), files=[("附件.txt", upload)]
    )
    assert draft is not None
    (foi,) = register(organ, "演示预算", channel="internet", facts={}, mail=draft)
    draft.refresh_from_db()
    assert (draft.state, draft.foi) == ("registered", foi)
    assert foi.files.get().kind == FoiFile.Kind.ATTACHMENT
    with pytest.raises(operations.FoiError, match="不能再办理"):
        register(organ, "演示预算", channel="internet", facts={}, mail=draft)
    assert FoiRequest.objects.count() == 1


def test_a_bounced_mail_finds_the_letter_that_it_carried(organ: Organ) -> None:
    from gongkai.apps.core.sealing import seal

    applicant = ApplicantFactory.create(organ=organ, email_sealed=seal("Zhang@example.invalid"))
    letter = LetterFactory.create(
        foi=FoiRequestFactory.create(organ=organ, applicant=applicant),
        delivered_on=ON,
        delivery="online",
        delivery_proof="发送记录",
    )
    report = (
        b"From: mailer@example.invalid\r\nMessage-ID: <b@x>\r\nSubject: failed\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nnot delivered\r\n"
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n"
        b"Final-Recipient: rfc822; zhang@example.invalid\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n"
    )
    draft = operations.take_mail(organ=organ, by=None, at=NOW, mail=parse(report, arrived_at=NOW))
    assert draft is not None
    assert draft.bounced_letter == Letter.objects.get(pk=letter.pk)


def test_mails_of_every_making_are_read() -> None:
    raw = (
        b"From: =?gb2312?B?1cXI/Q==?= <a@b.invalid>\r\nSubject: =?gb2312?B?yerH66Lr?=\r\n"
        b"Content-Type: text/html; charset=gb2312\r\n\r\n"
        + "<p>请公开<b>预算</b></p><script>x</script>".encode("gb2312")
    )
    read = parse(raw, arrived_at=NOW)
    assert read.sender == "张三"
    assert read.text == "请公开预算"
    assert read.message_id.startswith("sha256:")


@pytest.mark.parametrize("setting", ["640423207", "a=http://x", "a=imaps://host", "a=imaps://u:p@host:port/"])
def test_a_wrong_setting_names_its_place_and_no_password(setting: str) -> None:
    with pytest.raises(BadMailbox, match="第2项") as refused:
        mailboxes(f"1=imaps://u%40x:p%3Aq@host {setting}")
    assert ":p@" not in str(refused.value)


def test_a_right_setting() -> None:
    (account,) = mailboxes("1=imaps://u%40x:p%3Aq@host/%E7%94%B3%E8%AF%B7")
    assert (account.user, account.password, account.port, account.folder) == ("u@x", "p:q", 993, "申请")
    assert "p:q" not in repr(account)
