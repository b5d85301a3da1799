"""
Personal data at rest, texts and files: sealed with AES-256-GCM (or SM4-GCM) under a named key; texts are found again by a keyed blind index.

`GONGKAI_DATA_KEYS` holds `name=base64` pairs, the first one seals, all of them open; without it the key is derived from the secret
key, which is enough for one computer. The algorithm is part of what is stored, so it can change without a migration of old rows.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Iterable, Mapping
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES, TAG_BYTES, SM4_KEY_BYTES = 12, 16, 16


class SealError(ValueError):
    """Sealed data that cannot be opened: key unknown, or the bytes were changed."""


@lru_cache(maxsize=4)
def _keys(configured: str, secret: str) -> Mapping[str, bytes]:
    pairs = dict(pair.split("=", 1) for pair in configured.split(",") if "=" in pair)
    if pairs:
        return {name.strip(): base64.b64decode(value) for name, value in pairs.items()}
    return {"local": hashlib.scrypt(secret.encode(), salt=b"gongkai data key", n=2**14, r=8, p=1, dklen=32)}


def keys() -> Mapping[str, bytes]:
    """Give the named keys; the first one seals."""
    return _keys(getattr(settings, "DATA_KEYS", ""), settings.SECRET_KEY)


def seal(text: str) -> str:
    """Seal a text; the empty text stays empty, so that absence can be seen without a key."""
    if not text:
        return ""
    algorithm, name, body = _seal(text.encode())
    return f"{algorithm}:{name}:{base64.b64encode(body).decode()}"


def seal_bytes(data: bytes) -> bytes:
    """Seal the content of a file; algorithm and key name stand before it, as in a sealed text."""
    algorithm, name, body = _seal(data)
    return f"{algorithm}:{name}:".encode() + body


def unseal(sealed: str) -> str:
    """
    Open a sealed text.

    :raises SealError: the key is not known here, or the data was changed.
    """
    if not sealed:
        return ""
    try:
        algorithm, name, body = sealed.split(":", 2)
        return _open(algorithm, name, base64.b64decode(body)).decode()
    except Exception as error:
        raise SealError("加密的个人信息无法解开：密钥不在本机，或数据已被改动。请核对 GONGKAI_DATA_KEYS。") from error


def unseal_bytes(sealed: bytes) -> bytes:
    """
    Open the sealed content of a file.

    :raises SealError: the key is not known here, or the content was changed.
    """
    try:
        algorithm, name, body = sealed.split(b":", 2)
        return _open(algorithm.decode(), name.decode(), body)
    except Exception as error:
        raise SealError("加密的文件无法解开：密钥不在本机，或文件已被改动。请核对 GONGKAI_DATA_KEYS。") from error


def blind_index(text: str) -> str:
    """Give a keyed fingerprint by which equal values find each other without being readable."""
    if not text:
        return ""
    key = list(keys().values())[-1]
    return hmac.new(key, b"index:" + "".join(text.split()).upper().encode(), hashlib.sha256).hexdigest()[:32]


def _seal(data: bytes) -> tuple[str, str, bytes]:
    """Give algorithm, name of the key, and nonce with sealed data."""
    name, key = next(iter(keys().items()))
    nonce = os.urandom(NONCE_BYTES)
    algorithm = getattr(settings, "DATA_CIPHER", "aes")
    sealed = _sm4_seal(key, nonce, data) if algorithm == "sm4" else AESGCM(key).encrypt(nonce, data, None)
    return algorithm, name, nonce + sealed


def _open(algorithm: str, name: str, body: bytes) -> bytes:
    key, nonce, data = keys()[name], body[:NONCE_BYTES], body[NONCE_BYTES:]
    return _sm4_open(key, nonce, data) if algorithm == "sm4" else AESGCM(key).decrypt(nonce, data, None)


def fingerprints(texts: Iterable[str]) -> list[bytes]:
    """Give the 16 bytes behind the blind index of each text, empty ones as zeros; many at a time."""
    key = list(keys().values())[-1]
    nothing = bytes(16)
    return [
        hmac.digest(key, b"index:" + "".join(text.split()).upper().encode(), "sha256")[:16] if text else nothing
        for text in texts
    ]


def _sm4_seal(key: bytes, nonce: bytes, data: bytes) -> bytes:
    encryptor = Cipher(algorithms.SM4(key[:SM4_KEY_BYTES]), modes.GCM(nonce)).encryptor()
    return encryptor.update(data) + encryptor.finalize() + encryptor.tag


def _sm4_open(key: bytes, nonce: bytes, data: bytes) -> bytes:
    body, tag = data[:-TAG_BYTES], data[-TAG_BYTES:]
    decryptor = Cipher(algorithms.SM4(key[:SM4_KEY_BYTES]), modes.GCM(nonce, tag)).decryptor()
    return decryptor.update(body) + decryptor.finalize()
