"""
Which fonts set a document: the office's own, then Fandol, then Noto CJK; a missing font is an error, never a box on paper.

The faces that GB/T 9704-2012 names are proprietary, so the product ships none. `fonts.toml` says which faces may stand in for
which role and where they usually lie; the folders of the operator come in as an argument and are searched first.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

FontDirs = Sequence[Path | str]


class MissingFonts(RuntimeError):
    """No usable Chinese font for at least one role; the text names the folders searched and the command that helps."""

    def __init__(self, *, lacking: Sequence["Role"], searched: Sequence[str]) -> None:
        self.lacking, self.searched = tuple(lacking), tuple(searched)
        wanted = "；".join(f"{role.label}可用{'、'.join(face for face, _ in role.choices)}" for role in lacking)
        places = "、".join(searched) or "没有可查找的文件夹"
        super().__init__(
            f"缺少中文字体，无法生成 PDF。{wanted}，均未找到。已查找：{places}。"
            "请运行 make fonts 安装开源字体，或把本单位有权使用的字体文件放入 GONGKAI_FONT_DIRS 所指的文件夹后重试。"
        )


@dataclass(frozen=True)
class Role:
    """A part of a document and the faces that may set it, best first; `word` is the face that a Word file names."""

    id: str
    label: str
    word: str
    choices: tuple[tuple[str, tuple[str, ...]], ...]

    def available(self, families: Iterable[str]) -> list[tuple[str, str]]:
        """Give (face, family) of every choice that is present, in the order of preference."""
        present = {family.casefold(): family for family in families}
        found = []
        for face, names in self.choices:
            family = next((present[name.casefold()] for name in names if name.casefold() in present), None)
            if family is not None:
                found.append((face, family))
        return found


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("gongkai.documents.writing").joinpath("fonts.toml").read_text(encoding="utf-8"))


@cache
def roles() -> tuple[Role, ...]:
    """Give every role of the font map."""
    return tuple(
        Role(
            id=role["id"],
            label=role["label"],
            word=role["word"],
            choices=tuple((choice["face"], tuple(choice["families"])) for choice in role["choices"]),
        )
        for role in _data()["role"]
    )


@cache
def word_faces() -> dict[str, str]:
    """Give the face that a Word file names for each role (`body` is 仿宋_GB2312)."""
    return {role.id: role.word for role in roles()}


class FontSet:
    """The fonts found in a list of folders: which family sets which role, and which one was taken."""

    def __init__(self, folders: Sequence[str]) -> None:
        import typst

        self.folders = tuple(folders)
        self.fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[Path(folder) for folder in folders]
        )
        present = self.fonts.families()
        self._chosen = {role: role.available(present) for role in roles()}
        lacking = [role for role, found in self._chosen.items() if not found]
        if lacking:
            raise MissingFonts(lacking=lacking, searched=folders)

    @cached_property
    def families(self) -> dict[str, list[str]]:
        """Give the families of each role: the chosen one, then those that lend a character it lacks."""
        return {role.id: [family for _, family in found] for role, found in self._chosen.items()}

    @cached_property
    def note(self) -> str:
        """Say in one line which faces were taken, title first, for the foot of an export."""
        return "、".join(dict.fromkeys(found[0][0] for found in self._chosen.values()))


def font_set(font_dirs: FontDirs = ()) -> FontSet:
    """
    Give the fonts of the folders `font_dirs` and of the usual folders of the system, found once per process.

    :raises MissingFonts: a role has no font.
    """
    wanted = [*map(str, font_dirs), *_data()["folders"]]
    return _font_set(tuple(dict.fromkeys(folder for folder in wanted if Path(folder).is_dir())))


@cache
def _font_set(folders: tuple[str, ...]) -> FontSet:
    return FontSet(folders)
