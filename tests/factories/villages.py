"""Village affairs: publishers, disclosures, questions, the appraisal."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from gongkai.apps.villages.models import (
    DisclosurePhoto,
    VillageAppraisal,
    VillageDisclosure,
    VillagePublisher,
    VillageQuestion,
    VillageReminder,
)
from tests.factories.core import UploadFactory
from tests.factories.organs import OrganFactory, UserFactory

DAY = date(2026, 3, 3)
NOON = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)


class VillagePublisherFactory(DjangoModelFactory[VillagePublisher]):
    class Meta:
        model = VillagePublisher

    organ = factory.SubFactory(OrganFactory, village=True)
    kind = VillagePublisher.Kind.COMMITTEE
    name = "演示村村民委员会"
    since_on = date(2020, 1, 1)


class VillageDisclosureFactory(DjangoModelFactory[VillageDisclosure]):
    """A draft; for one that is signed call the operations."""

    class Meta:
        model = VillageDisclosure

    publisher = factory.SubFactory(VillagePublisherFactory)
    organ = factory.SelfAttribute("publisher.organ")
    public_key = factory.Sequence(lambda n: f"v{n:011}")
    matter = "matter.finances"
    period_first, period_last = date(2026, 2, 1), date(2026, 2, 28)
    due_on = date(2026, 3, 10)
    title = "2026年2月收支（演示）"
    text = "演示"
    hash = "0" * 64
    drafted_by = factory.SubFactory(UserFactory)
    drafted_at = NOON


class DisclosurePhotoFactory(DjangoModelFactory[DisclosurePhoto]):
    class Meta:
        model = DisclosurePhoto

    disclosure = factory.SubFactory(VillageDisclosureFactory)
    upload = factory.SubFactory(UploadFactory, organ=factory.SelfAttribute("..disclosure.organ"))
    title = "公开栏照片"
    position = factory.Sequence(lambda n: n + 1)


class VillageQuestionFactory(DjangoModelFactory[VillageQuestion]):
    class Meta:
        model = VillageQuestion

    disclosure = factory.SubFactory(VillageDisclosureFactory)
    asked_on = DAY
    text = "演示"


class VillageReminderFactory(DjangoModelFactory[VillageReminder]):
    class Meta:
        model = VillageReminder

    organ = factory.SubFactory(OrganFactory, village=True)
    matter = "matter.finances"
    period_first = date(2026, 1, 1)
    on = DAY
    by = factory.SubFactory(UserFactory)


class VillageAppraisalFactory(DjangoModelFactory[VillageAppraisal]):
    class Meta:
        model = VillageAppraisal

    organ = factory.SubFactory(OrganFactory, village=True)
    year = 2025
    held_on = date(2025, 12, 20)
    present, satisfied, fair, dissatisfied = 60, 50, 8, 2
    recorded_by = factory.SubFactory(UserFactory)
