"""The ground: events, numbers, files, effects, search documents. Tests of chains and numbers use the operations instead."""

import json
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import factory
from factory.django import DjangoModelFactory

from gongkai.apps.core import files
from gongkai.apps.core.models import (
    Attempt,
    ChainHead,
    Counter,
    Event,
    Outbox,
    SearchDocument,
    StoredFile,
    Upload,
    UploadPage,
)
from gongkai.apps.core.sealing import seal
from gongkai.apps.organs.models import Organ
from tests.factories.organs import OrganFactory

NOON = datetime(2023, 5, 8, 4, 0, tzinfo=UTC)


class EventFactory(DjangoModelFactory[Event]):
    """An event outside every chain; for chains call `append_event`."""

    class Meta:
        model = Event

    organ = factory.SubFactory(OrganFactory)
    sequence = factory.Sequence(lambda n: n + 1)
    at = NOON
    on = date(2023, 5, 8)
    kind = "test.happened"
    subject_type = "organs.organ"
    subject_id = factory.SelfAttribute("organ.pk")
    previous_hash = "0" * 64
    hash = factory.LazyAttribute(lambda event: sha256(str(event.sequence).encode()).hexdigest())


class ChainHeadFactory(DjangoModelFactory[ChainHead]):
    class Meta:
        model = ChainHead

    organ = factory.SubFactory(OrganFactory)


class CounterFactory(DjangoModelFactory[Counter]):
    class Meta:
        model = Counter

    organ = factory.SubFactory(OrganFactory)
    kind = "test"
    year = 2023
    value = 0


class StoredFileFactory(DjangoModelFactory[StoredFile]):
    """A row without bytes; for bytes call `files.store`."""

    class Meta:
        model = StoredFile

    organ = factory.SubFactory(OrganFactory)
    name = factory.Sequence(lambda n: f"附件{n}.pdf")
    sha256 = factory.LazyAttribute(lambda file: sha256(file.name.encode()).hexdigest())
    size = 1024
    media_type = "application/pdf"
    stored_at = NOON


class UploadFactory(DjangoModelFactory[Upload]):
    """A settled upload without bytes; for bytes call `uploads.take`."""

    class Meta:
        model = Upload

    organ = factory.SubFactory(OrganFactory)
    public_key = factory.Sequence(lambda n: f"upload{n}")
    purpose = "item"
    state = Upload.State.READY
    kind = "pdf"
    name = factory.Sequence(lambda n: f"附件{n}.pdf")
    taken_at = NOON
    original_sha256 = factory.LazyAttribute(lambda upload: sha256(upload.name.encode()).hexdigest())
    original_size = 1024
    original = factory.SubFactory(StoredFileFactory, organ=factory.SelfAttribute("..organ"), sealed=True)
    derivative = factory.SubFactory(StoredFileFactory, organ=factory.SelfAttribute("..organ"), sealed=True)

    class Params:
        refused = factory.Trait(
            state=Upload.State.REFUSED,
            kind="",
            original=None,
            derivative=None,
            refusal_code="damaged",
            refusal="文件已损坏。",
        )
        with_numbers = factory.Trait(blocking=3, counts={"findings": {"id_number": 3}, "hidden": {}})


def upload_with_bytes(organ: Organ, data: bytes = b"demo", **fields: Any) -> Upload:
    """Make an upload whose files lie on the disk, without the work of a rebuild."""

    def keep(name: str, content: bytes) -> StoredFile:
        return files.store(
            organ=organ, name=name, data=content, media_type="application/octet-stream", at=NOON, sealed=True
        )

    preview = {"grids": [["名单", [["姓名"], ["马**"]], [], 2]], "paragraphs": ["演示附件"], "marks": []}
    return UploadFactory.create(
        organ=organ,
        derivative=keep("附件.xlsx", data),
        original=keep("附件.xlsx", data + b"original"),
        text=keep("附件.txt", b"demo"),
        preview=keep("附件.json", json.dumps(preview).encode()),
        original_name=seal("附件.xlsx"),
        **fields,
    )


class UploadPageFactory(DjangoModelFactory[UploadPage]):
    class Meta:
        model = UploadPage

    upload = factory.SubFactory(UploadFactory)
    number = 1
    picture = factory.SubFactory(StoredFileFactory, organ=factory.SelfAttribute("..upload.organ"), sealed=True)


class OutboxFactory(DjangoModelFactory[Outbox]):
    class Meta:
        model = Outbox

    event = factory.SubFactory(EventFactory)
    effect = "test.effect"

    class Params:
        failed = factory.Trait(state=Outbox.State.FAILED, attempts=1, error="ValueError: 演示")
        done = factory.Trait(state=Outbox.State.SUCCESSFUL, attempts=1, finished_at=NOON)


class SearchDocumentFactory(DjangoModelFactory[SearchDocument]):
    """A row without an index entry; for both call `search.index`."""

    class Meta:
        model = SearchDocument

    organ = factory.SubFactory(OrganFactory)
    kind = "item"
    object_id = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"关于演示事项{n}的通知")
    url = factory.LazyAttribute(lambda document: f"/item/{document.object_id}/")
    published_on = date(2023, 5, 8)


class AttemptFactory(DjangoModelFactory[Attempt]):
    class Meta:
        model = Attempt

    bucket = "0" * 32
    expires_at = NOON
