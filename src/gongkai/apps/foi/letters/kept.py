"""Letters as they were issued: the JSON text that is kept, its hash, and the document made from nothing else."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gongkai.apps.core.sealing import unseal
from gongkai.apps.foi.letters.steps import Draft
from gongkai.apps.foi.models import Letter
from gongkai.documents.writing import LetterDocument
from gongkai.law.letters import letter_kinds

#: The form of the kept text; a later form gets the next number and is read beside this one.
FORM = 1
#: The hash is printed in groups, so that it can be read aloud and broken over two lines.
GROUP = 8


class LetterNotKept(LookupError):
    """The text of a letter is not on file, or is not the one that was issued."""

    def __init__(self, letter: Letter, why: str) -> None:
        super().__init__(f"文书“{letter}”{why}。请核对备份，不要重新出具同一文号的文书。")


@dataclass(frozen=True)
class Stored:
    """Everything that a letter says, in the order in which it says it."""

    form: int
    code: str
    text_id: str
    organ: str
    number: str
    title: str
    addressee: str
    paragraphs: tuple[str, ...]
    remedies: tuple[str, ...]
    attachments: tuple[str, ...]
    signed_by: str
    dated_on: str
    contact: str
    cites: tuple[str, ...]
    outcome: str
    ground: str

    def json(self) -> str:
        """Give the one text that is kept and hashed."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the kept text."""
        return hashlib.sha256(self.json().encode()).hexdigest()

    def document(self, *, digest: str = "") -> LetterDocument:
        """Give the letter to the typesetter; an issued one carries its hash."""
        return LetterDocument(
            organ=self.organ,
            number=self.number,
            title=self.title,
            addressee=self.addressee,
            paragraphs=self.paragraphs,
            dated_on=date.fromisoformat(self.dated_on),
            remedies=self.remedies,
            contact=self.contact,
            attachments=self.attachments,
            signed_by=self.signed_by,
            notes=(f"校验码：{grouped(digest)}",) if digest else (),
        )


def stored(draft: Draft, *, number: str = "") -> Stored:
    """Put a composed letter into the form in which it is kept."""
    text, facts = draft.text, draft.facts
    return Stored(
        form=FORM,
        code=draft.kind.code,
        text_id=text.text_id,
        organ=facts["organ"],
        number=number,
        title=text.title,
        addressee=text.addressee,
        paragraphs=text.paragraphs,
        remedies=text.remedies,
        attachments=text.attachments,
        signed_by=facts["organ"],
        dated_on=draft.on.isoformat(),
        contact=facts["contact"],
        cites=tuple(map(str, text.cites)),
        outcome=str(facts.get("outcome") or ""),
        ground=str(facts.get("ground") or ""),
    )


def grouped(digest: str) -> str:
    """Write a hash in groups of eight."""
    return " ".join(digest[start : start + GROUP] for start in range(0, len(digest), GROUP))


def read_kept(content: str, digest: str) -> Stored | None:
    """Read a kept text; None where there is none, or where it is not the one whose hash was kept."""
    text = unseal(content) if content and not content.startswith("{") else ""
    if not text or hashlib.sha256(text.encode()).hexdigest() != digest:
        return None
    return Stored(**{name: _frozen(value) for name, value in json.loads(text).items()})


def letter_text(letter: Letter) -> Stored:
    """
    Read the text of an issued letter.

    :raises LetterNotKept: it is not on file, or its hash is another one.
    """
    text = unseal(letter.content) if letter.content and not letter.content.startswith("{") else ""
    if not text:
        raise LetterNotKept(letter, "没有留存文本")
    if hashlib.sha256(text.encode()).hexdigest() != letter.digest:
        raise LetterNotKept(letter, "的留存文本与校验码不符，已被改动")
    return read_back(text)


def letter_document(letter: Letter) -> LetterDocument:
    """
    Give an issued letter as it was issued; nothing is looked up in the case, the organ or the rules.

    :raises LetterNotKept: its text is not on file, or was changed.
    """
    return letter_text(letter).document(digest=letter.digest)


def draft_document(draft: Draft) -> LetterDocument:
    """Give a letter that is not issued yet, without number and hash."""
    return stored(draft).document()


def draft_kept(draft: Draft) -> Stored:
    """Give a letter that is not issued yet in the form in which it would be kept."""
    return stored(draft)


def read_back(text: str) -> Stored:
    """Read a letter from the JSON text of `Stored.json`."""
    return Stored(**{name: _frozen(value) for name, value in json.loads(text).items()})


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def decisions(found: QuerySet[Letter]) -> QuerySet[Letter]:
    """Keep the letters that decide on an application: what a case may be about, and what a new reply replaces."""
    return found.filter(kind__in=[kind.code for kind in letter_kinds() if kind.decision])
