"""Personal data at rest: sealed, found again by the blind index, refused when altered."""

import base64

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from gongkai.apps.core.sealing import SealError, blind_index, seal, seal_bytes, unseal, unseal_bytes

TWO_KEYS = "new=" + base64.b64encode(b"n" * 32).decode() + ",old=" + base64.b64encode(b"o" * 32).decode()
OLD_KEY = "old=" + base64.b64encode(b"o" * 32).decode()


@given(st.text())
def test_what_is_sealed_opens_again(text: str) -> None:
    sealed = seal(text)
    assert unseal(sealed) == text
    assert not text or text not in sealed or len(text) < 3


@pytest.mark.parametrize("cipher", ["aes", "sm4"])
def test_both_ciphers_work_and_refuse_altered_data(cipher: str) -> None:
    with override_settings(DATA_CIPHER=cipher):
        sealed = seal("演示姓名")
    assert sealed.startswith(f"{cipher}:")
    assert unseal(sealed) == "演示姓名"
    with pytest.raises(SealError):
        unseal(sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:])


def test_equal_texts_are_sealed_differently_but_share_their_index() -> None:
    assert seal("演示姓名") != seal("演示姓名")
    assert blind_index("演示 姓名") == blind_index("演示姓名") != blind_index("演示名")


def test_old_keys_open_and_keep_the_index_when_a_new_one_seals() -> None:
    with override_settings(DATA_KEYS=OLD_KEY):
        old, index = seal("演示"), blind_index("演示")
    with override_settings(DATA_KEYS=TWO_KEYS):
        assert unseal(old) == "演示"
        assert seal("演示").startswith("aes:new:")
        assert blind_index("演示") == index
    with override_settings(DATA_KEYS="other=" + base64.b64encode(b"x" * 32).decode()), pytest.raises(SealError):
        unseal(old)


def test_absence_stays_visible() -> None:
    assert seal("") == "" == unseal("") == blind_index("")


@pytest.mark.parametrize("cipher", ["aes", "sm4"])
@given(data=st.binary(max_size=2000))
def test_files_are_sealed_like_texts(cipher: str, data: bytes) -> None:
    with override_settings(DATA_CIPHER=cipher):
        sealed = seal_bytes(data)
    assert unseal_bytes(sealed) == data
    assert sealed.startswith(cipher.encode())
    with pytest.raises(SealError, match="GONGKAI_DATA_KEYS"):
        unseal_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(SealError):
        unseal_bytes(b"no seal")
