"""Signed packages: what was signed comes out again; everything else is refused with its reason."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.documents import packages
from gongkai.documents.packages import Package, PackageError, PackedReport, Sender, Total
from tests.law.annual_report.samples import yanshi_report

PRIVATE, OTHER = bytes(range(32)), bytes(range(1, 33))
PUBLIC = packages.public_key(PRIVATE)
REPORT = replace(yanshi_report(), tables=yanshi_report().tables.with_row2("charge", (Decimal("59237.2449"),)))  # type: ignore[union-attr]  # the sample has tables


def package(serial: int = 1, **more: Any) -> Package:
    reports = (PackedReport("64042300101", REPORT, 2, "2024-01-18", "补充一处说明", ("电话：0954-0000000",)),)
    issued = datetime(2024, 2, 1, 1, 0, tzinfo=UTC)
    return replace(Package(Sender("640423", "示例县人民政府"), REPORT.year or 2023, serial, issued, reports), **more)


def refused(data: bytes, keys: tuple[str, ...] = (PUBLIC,)) -> str:
    with pytest.raises(PackageError) as error:
        packages.verify_package(data, keys)
    assert str(error.value)
    return error.value.code


def resigned(change: Callable[[dict[str, Any]], None]) -> bytes:
    """Change a package and sign it again: only its shape can be wrong then."""
    body = json.loads(packages.sign_package(package(), PRIVATE))
    change(body)
    key = packages.Ed25519PrivateKey.from_private_bytes(PRIVATE)
    body["signature"] = packages._text(key.sign(packages.canonical(body)))
    return json.dumps(body).encode()


def test_what_was_signed_comes_out_again() -> None:
    sent = package(total=Total(REPORT.tables, 1, ("示例县演示西乡人民政府",)))  # type: ignore[arg-type]  # the sample has tables
    data = packages.sign_package(sent, PRIVATE)
    verified = packages.verify_package(data, [packages.public_key(OTHER), PUBLIC])
    assert verified.package == sent
    assert verified.key == PUBLIC
    assert packages.sign_package(sent, PRIVATE) == data


def test_another_key_is_refused_and_named() -> None:
    data = packages.sign_package(package(), OTHER)
    assert refused(data) == "other_key"
    assert refused(packages.sign_package(package(), PRIVATE), ()) == "other_key"
    with pytest.raises(PackageError, match=packages.key_id(packages.public_key(OTHER))):
        packages.verify_package(data, [PUBLIC])


def test_a_truncated_file_is_refused_wherever_it_ends() -> None:
    data = packages.sign_package(package(), PRIVATE).rstrip()
    assert {refused(data[:cut]) for cut in (0, 1, 100, len(data) // 2, len(data) - 1)} == {"truncated"}


def test_a_later_version_is_refused_before_anything_else_is_read() -> None:
    body = {"format": packages.FORMAT, "version": packages.VERSION + 1, "whatever": []}
    assert refused(json.dumps(body).encode()) == "later_version"


@pytest.mark.parametrize("other", [b"{}", b"[]", b"null", b'{"format": "something else"}'])
def test_another_file_is_no_package(other: bytes) -> None:
    assert refused(other) == "not_a_package"


def test_a_digest_that_is_not_that_of_the_report_is_refused() -> None:
    def change(body: dict[str, Any]) -> None:
        body["reports"][0]["table4"][0] = 7

    assert refused(resigned(change)) == "digest"


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.pop("reports"),
        lambda body: body.update(serial="1"),
        lambda body: body.update(serial=True),
        lambda body: body.update(reports=body["reports"] * 2),
        lambda body: body["reports"][0].update(table4=[0] * 14),
        lambda body: body["reports"][0].update(table4=[-1] * 15),
        lambda body: body["reports"][0].update(table4=["NaN"] * 15),
        lambda body: body["reports"][0].update(table4=[0.5] * 15),
        lambda body: body["reports"][0].update(table3=[[0] * 7] * 24),
        lambda body: body["reports"][0].update(code="../etc"),
        lambda body: body["reports"][0].update(organ="名" * 200),
        lambda body: body["reports"][0].update(year=2020),
        lambda body: body["reports"][0].update(kind="planet"),
        lambda body: body.update(sender=None),
        lambda body: body.update(issued_at="gestern"),
        lambda body: body.update(total={}),
    ],
)
def test_another_shape_is_refused_although_the_signature_holds(change: Callable[[dict[str, Any]], None]) -> None:
    assert refused(resigned(change)) == "shape"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_changed_byte_goes_unnoticed(data: st.DataObject) -> None:
    signed = bytearray(packages.sign_package(package(), PRIVATE).rstrip())
    place = data.draw(st.integers(0, len(signed) - 1))
    signed[place] ^= data.draw(st.integers(1, 255))
    refused(bytes(signed))


def test_keys_are_read_as_people_paste_them() -> None:
    assert packages.parse_key(f" {PUBLIC[:20]}\n{PUBLIC[20:]} ") == packages.parse_key(PUBLIC)
    for wrong in ("", "abc", "公钥", PUBLIC[:-8]):
        with pytest.raises(PackageError, match="公钥"):
            packages.parse_key(wrong)
    assert len(packages.key_id(PUBLIC)) == 19


def test_the_published_schema_names_every_member() -> None:
    schema = json.loads(packages.package_schema())
    body = json.loads(packages.sign_package(package(total=Total(REPORT.tables, 1)), PRIVATE))  # type: ignore[arg-type]
    assert set(schema["properties"]) == set(schema["required"]) == set(body)
    report = schema["$defs"]["report"]
    assert set(report["properties"]) == set(report["required"]) == set(body["reports"][0])
    assert schema["properties"]["version"]["const"] == packages.VERSION
