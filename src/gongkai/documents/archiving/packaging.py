"""Put an archive package together: papers, letters, events, a page to read them by, the verifier, and the manifest over all."""

import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

FORM = 1
_STYLE = "body{font:16px/1.7 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}td,th{padding:4px 10px;text-align:left;vertical-align:top}"


@dataclass(frozen=True)
class Piece:
    """A file of the package: where it lies in it, its bytes, what it is in words."""

    path: str
    data: bytes
    what: str


def package(
    case: Mapping[str, Any],
    *,
    facts: Sequence[tuple[str, str]],
    letters: Sequence[Mapping[str, Any]],
    events: Sequence[Mapping[str, Any]],
    pieces: Sequence[Piece],
) -> dict[str, bytes]:
    """
    Give every file of a package by its path.

    :param case: the case as data; `facts` are the same for readers, as (name, value).
    :param letters: `serial`, `label`, `digest` and the kept `text` of each letter.
    :param events: the chain's events of the case, as they are hashed.
    """
    own = [
        Piece("case.json", _json(case), "案件数据"),
        Piece("letters.json", _json(letters), "文书留存文本和校验码"),
        Piece("events.json", _json(events), "办理事件和哈希"),
        Piece("verify.py", files("gongkai.documents.archiving").joinpath("verifier.py").read_bytes(), "核验程序"),
    ]
    listed = [*pieces, *own]
    index = Piece("index.html", _index(facts, listed), "目录")
    everything = [index, *listed]
    manifest = {
        "form": FORM,
        "serial": case["serial"],
        "organ": case["organ"],
        "made_on": case["made_on"],
        "files": [
            {
                "path": piece.path,
                "size": len(piece.data),
                "sha256": hashlib.sha256(piece.data).hexdigest(),
                "what": piece.what,
            }
            for piece in everything
        ],
    }
    return {"manifest.json": _json(manifest), **{piece.path: piece.data for piece in everything}}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _index(facts: Sequence[tuple[str, str]], pieces: Sequence[Piece]) -> bytes:
    told = "".join(f"<tr><th>{html.escape(name)}</th><td>{html.escape(value)}</td></tr>" for name, value in facts)
    rows = "".join(
        f'<tr><td>{html.escape(piece.what)}</td><td><a href="{html.escape(piece.path)}">{html.escape(piece.path)}</a></td></tr>'
        for piece in pieces
    )
    page = (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>归档目录</title><style>{_STYLE}</style></head>'
        f"<body><h1>政府信息公开申请归档目录</h1><table>{told}</table><h2>材料</h2><table>{rows}</table>"
        "<p>核验：在本目录运行 python3 verify.py，或者 gongkai archive verify 本目录。</p></body></html>"
    )
    return page.encode()
