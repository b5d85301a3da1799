"""
The folder of pages, written so that a reader sees the old page or the new one and never half of either.

`current` is a link to one tree. A page is written beside its place and flushed, then moved into it; everything of one change is
written before anything is moved, so a full disk is noticed while all old pages still stand. A whole new site is written into a tree
of its own, and one link is switched. One writer at a time holds the lock.
"""

import errno
import fcntl
import gzip
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

#: A page that was withdrawn lies here instead of at `index.html`; servers answer it with status 410.
TOMBSTONE = "gone.html"
#: Endings whose files also lie compressed; office files and pictures are compressed already.
COMPRESSED = (".html", ".json", ".csv", ".atom", ".xml", ".css", ".js", ".svg", ".txt")
SMALLEST_COMPRESSED = 256
#: Names of files being written begin with it; servers hand out nothing that begins with a dot.
UNFINISHED = ".new-"


class CannotWrite(OSError):
    """Pages could not be written; all old pages still stand."""

    def __init__(self, folder: Path, error: OSError) -> None:
        reason = "磁盘已满" if error.errno in (errno.ENOSPC, errno.EDQUOT) else (error.strerror or str(error))
        super().__init__(
            error.errno,
            f"公开页面没有写成：{reason}（{folder}）。读者看到的仍是原来的页面，已撤回的信息已先行删除。"
            "请腾出磁盘空间或修正目录权限，再运行 gongkai effects retry。",
        )
        self.reason = reason


@dataclass(frozen=True)
class Written:
    """What a change did to the folder: files written, files left as they were, files removed."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0


class Tree:
    """The site's folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def current(self) -> Path:
        """Give the link under which the pages lie."""
        return self.root / "current"

    def exists(self) -> bool:
        """Tell whether a site was ever written."""
        return self.current.is_dir()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only writer."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def fresh(self, name: str) -> "Folder":
        """Begin a tree that nobody sees yet."""
        folder = self.root / "trees" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return Folder(folder)

    def pages(self) -> "Folder":
        """Give the tree that readers see."""
        return Folder(self.current)

    def switch(self, folder: "Folder") -> None:
        """Let readers see another tree from now on, and drop the others."""
        os.sync()
        link = self.root / ".current"
        link.unlink(missing_ok=True)
        link.symlink_to(folder.path.relative_to(self.root))
        link.replace(self.current)
        _flush(self.root)
        for other in (self.root / "trees").iterdir():
            if other != folder.path:
                shutil.rmtree(other, ignore_errors=True)


class Folder:
    """One tree of pages, addressed as readers address it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def place(self, address: str) -> Path:
        """
        Say in which file the page at an address lies.

        :raises ValueError: the address leads out of the folder.
        """
        plain = unquote(address)
        steps = plain.strip("/").split("/") if plain.strip("/") else []
        if not plain.startswith("/") or any(step in ("", ".", "..") or "\0" in step for step in steps):
            raise ValueError(f"网址 {address} 不能写成文件。")
        place = self.path.joinpath(*steps)
        return place / "index.html" if plain.endswith("/") else place

    def read(self, address: str) -> bytes | None:
        """Give the page at an address, None where there is none."""
        try:
            return self.place(address).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def add(self, files: Mapping[Path, bytes]) -> None:
        """Write files that nobody reads yet, without flushing each."""
        for place, content in files.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)

    def put(self, files: Mapping[Path, bytes]) -> Written:
        """
        Put files in place of old ones: all are written and flushed before the first is moved.

        :raises CannotWrite: they could not be written; nothing has changed.
        """
        new = {place: content for place, content in files.items() if not _holds(place, content)}
        staged: dict[Path, Path] = {}
        try:
            for place, content in new.items():
                place.parent.mkdir(parents=True, exist_ok=True)
                unfinished = place.with_name(f"{UNFINISHED}{os.getpid()}-{place.name}")
                staged[unfinished] = place
                _write(unfinished, content)
            for unfinished, place in staged.items():
                unfinished.replace(place)
        except OSError as error:
            for unfinished in staged:
                unfinished.unlink(missing_ok=True)
            raise CannotWrite(self.path, error) from error
        for folder in {place.parent for place in new}:
            _flush(folder)
        return Written(written=len(new), unchanged=len(files) - len(new))

    def remove(self, places: Iterable[Path]) -> Written:
        """Remove files with their compressed copies, durably; what is not there is gone already."""
        gone = [place for place in places if place.is_file() or place.is_symlink()]
        for place in gone:
            place.unlink(missing_ok=True)
        for folder in {place.parent for place in gone}:
            _flush(folder)
            _prune(folder, self.path)
        return Written(removed=len(gone))

    def everything(self) -> Iterator[Path]:
        """Give every file in a stable order, without what is being written and without compressed copies."""
        top = self.path.resolve()
        for folder, folders, names in os.walk(top):
            folders.sort()
            for name in sorted(names):
                if not name.startswith(".") and not (name.endswith(".gz") and name[:-3] in names):
                    yield self.path / Path(folder, name).relative_to(top)

    def address(self, place: Path) -> str:
        """Say at which address a file is read, unquoted."""
        inside = place.relative_to(self.path).as_posix()
        return "/" + inside.removesuffix("index.html") if inside.split("/")[-1] == "index.html" else f"/{inside}"


def with_copies(place: Path, content: bytes) -> dict[Path, bytes]:
    """Give a file and, where that saves anything, its compressed copy, the same bytes for the same content."""
    files = {place: content}
    if place.name.endswith(COMPRESSED) and len(content) >= SMALLEST_COMPRESSED:
        files[place.with_name(f"{place.name}.gz")] = gzip.compress(content, 6, mtime=0)
    return files


def copies_of(place: Path) -> tuple[Path, Path]:
    """Name a file and its compressed copy."""
    return place, place.with_name(f"{place.name}.gz")


def _holds(place: Path, content: bytes) -> bool:
    try:
        return place.stat().st_size == len(content) and place.read_bytes() == content
    except OSError:
        return False


def _write(place: Path, content: bytes) -> None:
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _prune(folder: Path, top: Path) -> None:
    """Drop folders that hold nothing any more."""
    while folder != top:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
