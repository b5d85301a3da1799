"""Read many reports: a folder, an archive, or a list of files. One bad file never stops the rest."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongkai.documents.reading.errors import UnreadableReport
from gongkai.documents.reading.isolation import SECONDS, answer, read_each
from gongkai.documents.reading.result import ReadReport
from gongkai.documents.reading.sources import MOST_BYTES
from gongkai.documents.reading.sources.archive import is_set, members, number_of_members

#: Files in a folder that are looked at; others (pictures, styles of a saved page) are passed over.
SUFFIXES = frozenset({".pdf", ".docx", ".doc", ".html", ".htm", ".md", ".txt", ".json", ".zip", ".wps", ".rtf"})
#: A JSON file in a folder is data of something else, unless a string in it holds the rows of a page.
_PAGE_IN_JSON = re.compile(rb"<td[\\ >]|\\u003ctd|<\\/td", re.IGNORECASE)


@dataclass(frozen=True)
class Outcome:
    """What became of one file: the reading, or why there is none."""

    name: str
    read: ReadReport | None = None
    error: UnreadableReport | None = None


def read_many(
    source: Path | str | Sequence[Path | str], *, workers: int = 0, seconds: float = SECONDS
) -> Iterator[Outcome]:
    """
    Read every report in a folder, an archive, or a list of these, in order.

    With `workers` the files are read in that many child processes, each file for at most `seconds`; without, in this process.
    Raises `UnreadableReport` if the source itself is not there.
    """
    paths = [Path(source)] if isinstance(source, (str, Path)) else [Path(path) for path in source]
    for path in paths:
        if not path.exists():
            raise UnreadableReport("damaged", "文件或文件夹不存在，请检查路径。", name=str(path))
    found = _files(paths)
    if workers:
        yield from _apart(found, workers, seconds)
        return
    for name, content in found:
        yield _outcome(name, content)


def count_files(source: Sequence[Path]) -> int:
    """Count the files that `read_many` is going to give, without reading them; what cannot be opened counts as one."""
    return sum(_number_in(file) for path in source for file in (_inside(path) if path.is_dir() else [path]))


def _number_in(path: Path) -> int:
    try:
        with path.open("rb") as file:
            if file.read(2) != b"PK" or path.stat().st_size > 4 * MOST_BYTES:
                return 1
        data = path.read_bytes()
        return number_of_members(data) if is_set(data) else 1
    except (OSError, UnreadableReport):
        return 1


Content = Path | bytes | UnreadableReport


def _files(paths: Iterable[Path]) -> Iterator[tuple[str, Content]]:
    """Give every file with its name: those in folders below their folder, those in archives below their archive."""
    for path in paths:
        if path.is_dir():
            for file in _inside(path):
                yield from _unpacked(file, str(file.relative_to(path)))
        else:
            yield from _unpacked(path, path.name)


def _inside(folder: Path) -> list[Path]:
    """Give the files of a folder that may be reports; hidden files, locks and plain JSON are passed over."""
    return [
        file
        for file in sorted(folder.rglob("*"))
        if file.is_file()
        and file.suffix.lower() in SUFFIXES
        and not any(part.startswith((".", "~$")) for part in file.relative_to(folder).parts)
        and (file.suffix.lower() != ".json" or _holds_page(file))
    ]


def _holds_page(file: Path) -> bool:
    try:
        return file.stat().st_size <= MOST_BYTES and _PAGE_IN_JSON.search(file.read_bytes()) is not None
    except OSError:
        return True


def _unpacked(path: Path, name: str) -> Iterator[tuple[str, Content]]:
    try:
        with path.open("rb") as file:
            archived = file.read(2) == b"PK"
        if not archived or path.stat().st_size > 4 * MOST_BYTES:
            yield name, path
            return
        data = path.read_bytes()
        if not is_set(data):
            yield name, data
            return
        for member, content in members(data):
            yield f"{name}/{member}", content
    except OSError as error:
        yield name, UnreadableReport("damaged", f"文件打不开（{error.strerror}），请检查权限。", name=name)
    except UnreadableReport as error:
        yield name, error.named(name)


def _outcome(name: str, content: Content) -> Outcome:
    found = content if isinstance(content, UnreadableReport) else answer(name, content)
    return Outcome(name, error=found) if isinstance(found, UnreadableReport) else Outcome(name, read=found)


def _apart(found: Iterable[tuple[str, Content]], workers: int, seconds: float) -> Iterator[Outcome]:
    """Read in child processes; what could not even be opened stays in its place in the order."""
    refused: dict[int, Outcome] = {}
    names: list[str] = []

    def jobs() -> Iterator[tuple[str, Path | bytes]]:
        for name, content in found:
            names.append(name)
            if isinstance(content, UnreadableReport):
                refused[len(names) - 1] = Outcome(name, error=content)
            else:
                yield name, content

    given = 0
    for name, reading in read_each(jobs(), workers=workers, seconds=seconds):
        while given in refused:
            yield refused.pop(given)
            given += 1
        yield Outcome(name, error=reading) if isinstance(reading, UnreadableReport) else Outcome(name, read=reading)
        given += 1
    yield from (refused[index] for index in sorted(refused))
