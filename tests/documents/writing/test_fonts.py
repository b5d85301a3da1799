"""Which fonts are taken, and what is said when there are none."""

from pathlib import Path

import pytest

from gongkai.documents.writing import MissingFonts, font_set
from gongkai.documents.writing.fonts import FontSet, roles, word_faces

from .samples import needs_fonts

NOTO = {"Noto Serif CJK SC", "Noto Sans CJK SC"}
FANDOL = {"FandolFang R", "FandolSong", "FandolHei", "FandolKai"}
OFFICE = {"FZXiaoBiaoSong-B05S", "FangSong_GB2312", "KaiTi_GB2312", "SimHei", "SimSun"}


def taken(families: set[str]) -> dict[str, str]:
    return {role.id: role.available(families)[0][1] for role in roles()}


def test_the_fonts_of_the_office_come_first_then_fandol_then_noto() -> None:
    assert set(taken(OFFICE | FANDOL | NOTO).values()) == OFFICE
    assert taken(FANDOL | NOTO)["body"] == "FandolFang R"
    assert taken(FANDOL | NOTO)["kai"] == "FandolKai"
    assert taken(NOTO) == {
        "title": "Noto Serif CJK SC",
        "body": "Noto Serif CJK SC",
        "hei": "Noto Sans CJK SC",
        "kai": "Noto Serif CJK SC",
        "song": "Noto Serif CJK SC",
    }


def test_the_others_lend_the_characters_that_the_first_lacks() -> None:
    body = next(role for role in roles() if role.id == "body")
    assert [family for _, family in body.available(FANDOL | NOTO)] == ["FandolFang R", "Noto Serif CJK SC"]


def test_families_are_found_whatever_their_case() -> None:
    body = next(role for role in roles() if role.id == "body")
    assert body.available({"fangsong_gb2312"}) == [("仿宋_GB2312", "fangsong_gb2312")]


def test_missing_fonts_are_an_error_that_names_what_was_searched_and_what_helps(tmp_path: Path) -> None:
    with pytest.raises(MissingFonts) as caught:
        FontSet([str(tmp_path)])
    text = str(caught.value)
    assert str(tmp_path) in text
    assert "make fonts" in text
    assert "GONGKAI_FONT_DIRS" in text
    assert "仿宋_GB2312" in text
    assert "\n" not in text


def test_gbt9704_word_files_name_the_faces_of_the_standard() -> None:
    assert word_faces() == {
        "title": "方正小标宋简体",
        "body": "仿宋_GB2312",
        "hei": "黑体",
        "kai": "楷体_GB2312",
        "song": "宋体",
    }


@needs_fonts
def test_folders_that_are_not_there_do_no_harm_and_fonts_are_found_once() -> None:
    assert font_set(["/nowhere/at/all"]) is font_set()
    assert font_set().note
