"""The ground: events, numbers, files, effects, search documents. Tests of chains and numbers use the operations instead."""

from datetime import UTC, date, datetime
from hashlib import sha256

import factory
from factory.django import DjangoModelFactory

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
