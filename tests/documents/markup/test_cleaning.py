"""What is pasted comes out as structure alone, and what went is told by name."""

import pytest

from gongkai.documents.markup import clean, told

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{}</style></head><body lang=ZH-CN><!--StartFragment-->
<h1>总体要求</h1><p class=MsoNormal><b><span style='mso-bidi-font-size:12pt'>从严</span></b>管理<o:p></o:p></p>
<p class=MsoNormal>有<a style='mso-comment-reference:A_1'>批注处</a><span class=MsoCommentReference><span
style='mso-special-character:comment'>&nbsp;<a class=msocomanchor href="#_msocom_1">[A1]</a></span></span>。<del>删掉</del><ins>加上</ins><span
style="display:none;mso-hide:all">看不见</span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span><![endif]>第一</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>2.</span><![endif]>第二</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>一、</span>中文</p>
<table border=1><thead><tr><td colspan=2 width=10>合</td></tr></thead><tr><td rowspan="2"><p>甲</p><p>乙</p></td><td onclick=x>丙<img
src="file:///x"></td></tr></table>
<div style='mso-element:comment-list'><hr class=msocomoff><div style='mso-element:comment'><p class=MsoCommentText>内部意见</p></div></div>
</body></html>"""


def test_a_page_of_word_keeps_its_structure_and_nothing_else() -> None:
    cleaned = clean(WORD)
    assert cleaned.html == (
        "<h2>总体要求</h2><p><strong>从严</strong>管理</p><p>有批注处。加上</p><ol><li>第一</li><li>第二</li></ol><p>一、中文</p>"
        '<table><tbody><tr><th colspan="2" scope="col">合</th></tr><tr><td rowspan="2">甲<br>乙</td><td>丙</td></tr></tbody></table>'
    )
    assert set(told(cleaned.dropped).split("、")) == {"删除文字1处", "图片1张", "批注1条", "隐藏文字1处"}


def test_what_is_clean_stays_as_it_is_and_nothing_is_told() -> None:
    once = clean(WORD).html
    assert clean(once).html == once
    assert clean(once).dropped == ()


@pytest.mark.parametrize(
    "hostile",
    [
        "<p onclick=alert(1)>甲</p>",
        "<script>alert(1)</script>",
        '<a href="javascript:alert(1)">甲</a>',
        '<a href=" JaVaScRiPt:alert(1)">甲</a>',
        "<img src=x onerror=alert(1)>",
        '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
        "<svg onload=alert(1)><p>甲</p></svg>",
        "<iframe srcdoc='<script>1</script>'></iframe>",
        "<p style='background:url(javascript:1)'>甲</p>",
        "<form action=x><input name=y></form>",
        "<![CDATA[<script>1</script>]]>",
        "<table><tr><td><style>x</style><script>1</script></table>",
    ],
)
def test_nothing_that_acts_comes_through(hostile: str) -> None:
    found = clean(hostile).html.lower()
    assert not any(
        word in found for word in ("script", "onclick", "onerror", "onload", "style", "iframe", "<input", "data:")
    )


def test_the_pictures_of_the_desk_are_named_by_their_hash() -> None:
    sha256 = "a1" * 32
    shown = f'<p><img src="/desk/990101001/pictures/{sha256}" alt="图"></p>'
    assert clean(shown).html == f'<p><img src="sha256:{sha256}" alt="图"></p>'
    assert clean(shown).dropped == ()
