"""
Verify an archive package of one disclosure case. Needs nothing but Python 3.8 or newer: python3 verify.py [folder]

Every file must be there with the SHA-256 of manifest.json, and no other; every letter must carry the hash of its text; every event
must carry the hash of itself and of its predecessor. Prints what is wrong; exits 0 when nothing is, 1 otherwise, 2 without a package.
"""

import hashlib
import json
import sys
from pathlib import Path

MANIFEST, CASE, EVENTS, LETTERS = "manifest.json", "case.json", "events.json", "letters.json"


def sha256(data: bytes) -> str:
    """Give the SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def event_hash(event: "dict") -> str:  # type: ignore[type-arg]  # read by Python 3.8 too
    """Give the hash that an event must carry."""
    names = (
        "previous_hash",
        "organ_id",
        "sequence",
        "at",
        "on",
        "by_id",
        "kind",
        "subject_type",
        "subject_id",
        "facts",
    )
    body = [event[name] for name in names]
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("utf-8"))


def verify(folder: Path) -> "list":  # type: ignore[type-arg]  # as above
    """Give one line for everything that is wrong with a package."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    faults = []
    named = {entry["path"]: entry for entry in manifest["files"]}
    for path, entry in named.items():
        faults += _file_faults(folder, path, entry)
    there = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    faults += [f"多出文件：{path}" for path in sorted(there - set(named) - {MANIFEST})]
    if not faults:
        faults += _letter_faults(folder) + _event_faults(folder)
    return faults


def _file_faults(folder: Path, path: str, entry: "dict") -> "list":  # type: ignore[type-arg]  # as above
    file = folder / path
    if ".." in Path(path).parts or Path(path).is_absolute():
        return [f"目录外的文件：{path}"]
    if not file.is_file():
        return [f"缺少文件：{path}"]
    data = file.read_bytes()
    if len(data) != entry["size"] or sha256(data) != entry["sha256"]:
        return [f"内容被改动：{path}"]
    return []


def _letter_faults(folder: Path) -> "list":  # type: ignore[type-arg]  # as above
    letters = json.loads((folder / LETTERS).read_text(encoding="utf-8"))
    return [
        f"文书文本与校验码不符：{letter['serial']}"
        for letter in letters
        if letter["text"] and sha256(letter["text"].encode("utf-8")) != letter["digest"]
    ]


def _event_faults(folder: Path) -> "list":  # type: ignore[type-arg]  # as above
    events = json.loads((folder / EVENTS).read_text(encoding="utf-8"))
    faults = [f"事件内容与哈希不符：第{event['sequence']}号" for event in events if event_hash(event) != event["hash"]]
    numbers = [event["sequence"] for event in events]
    if numbers != sorted(set(numbers)):
        faults.append("事件顺序不对")
    for before, after in zip(events, events[1:]):  # noqa: B905, RUF007 - Python 3.8 knows neither
        if after["sequence"] == before["sequence"] + 1 and after["previous_hash"] != before["hash"]:
            faults.append(f"事件链在第{after['sequence']}号断开")
    return faults


def main(arguments: "list") -> int:  # type: ignore[type-arg]  # as above
    """Verify the folder named, or the one in which this file lies."""
    folder = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    if not (folder / MANIFEST).is_file():
        print(f"{folder} 里没有 {MANIFEST}，不是归档包。")  # noqa: T201 - a program that is run by hand
        return 2
    faults = verify(folder)
    for fault in faults:
        print(fault)  # noqa: T201 - a program that is run by hand
    print("归档包完好。" if not faults else f"归档包有 {len(faults)} 处不符。")  # noqa: T201 - a program that is run by hand
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
