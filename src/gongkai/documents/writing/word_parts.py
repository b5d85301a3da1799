"""The parts of a Word package that never change from one document to the next, and the small ones filled by name."""

from collections.abc import Iterable, Mapping

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

DOCUMENT_HEAD = f'{_XML}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>'

PACKAGE_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{_R}/extended-properties" Target="docProps/app.xml"/></Relationships>'
)

APP_PROPERTIES = (
    f'{_XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Gongkai</Application></Properties>"
)

SETTINGS = (
    f'{_XML}<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/>'
    '<w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)

#: A4; 天头 37, 订口 28, right 26, foot 35 mm; 22 lines of 28.95 pt (GB/T 9704-2012, 5.2). The 28 characters come from characters set
#: at 98 % of their width: a grid of characters, or spacing below nothing, is read differently by each office suite.
PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="1701" w:footer="{footer}" w:gutter="0"/>'
    '{title_page}<w:docGrid w:type="lines" w:linePitch="579"/>'
)


def page_number(align: str, *, raised: int = 0) -> str:
    """Give a footer with the page number between dashes, one character in from the outer edge, `raised` twentieths of a point."""
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return footer(
        f'<w:p><w:pPr><w:pStyle w:val="Footer"/><w:spacing w:after="{raised}"/><w:ind w:left="280" w:right="280"/><w:jc w:val="{align}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">— </w:t></w:r>{field}<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>'
    )


def footer(inside: str) -> str:
    """Give a footer part."""
    return f'{_XML}<w:ftr xmlns:w="{_W}" xmlns:r="{_R}">{inside}</w:ftr>'


def header(inside: str) -> str:
    """Give a header part."""
    return f'{_XML}<w:hdr xmlns:w="{_W}" xmlns:r="{_R}">{inside}</w:hdr>'


def content_types(names: Mapping[str, str]) -> str:
    """Give the list of part types; `names` maps a relation such as `footer1` to its file."""
    fixed = (
        ("/word/document.xml", f"{_TYPE}.document.main+xml"),
        ("/word/styles.xml", f"{_TYPE}.styles+xml"),
        ("/word/settings.xml", f"{_TYPE}.settings+xml"),
        ("/word/fontTable.xml", f"{_TYPE}.fontTable+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
    )
    extras = ((f"/word/{name}", f"{_TYPE}.{relation.rstrip('0123456789')}+xml") for relation, name in names.items())
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in (*fixed, *extras))
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def document_relations(names: Mapping[str, str]) -> str:
    """Give the relations of the main part."""
    targets = {"styles": "styles.xml", "settings": "settings.xml", "fontTable": "fontTable.xml", **names}
    relations = "".join(
        f'<Relationship Id="{name}" Type="{_R}/{name.rstrip("0123456789")}" Target="{target}"/>'
        for name, target in targets.items()
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def core_properties(title: str, author: str, day: str) -> str:
    """Give the properties of the file: its title and its organ, never a person or a machine."""
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><dc:language>zh-CN</dc:language>"
        f"<cp:lastModifiedBy>{author}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:modified></cp:coreProperties>'
    )


def font_table(faces: Iterable[str]) -> str:
    """Give the table of faces with a name that a machine may know instead; nothing is embedded."""
    fonts = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{face.removesuffix("_GB2312")}"/><w:charset w:val="86"/></w:font>'
        for face in faces
    )
    return f'{_XML}<w:fonts xmlns:w="{_W}">{fonts}</w:fonts>'


_EXACT = '<w:spacing w:before="0" w:after="0" w:line="579" w:lineRule="exact"/>'
_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'


def _style(id: str, name: str, paragraph: str, run: str = "", *, based: str = "Normal", following: str = "") -> str:  # noqa: A002
    after = f'<w:next w:val="{following}"/>' if following else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/>{after}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


_CELL = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
STYLES = (
    f'{_XML}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr><body-fonts/><w:w w:val="98"/><w:kern w:val="0"/><w:sz w:val="32"/>'
    '<w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    f'<w:pPr><w:widowControl w:val="0"/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>{_EXACT}<w:jc w:val="both"/></w:pPr></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="FormTable"><w:name w:val="Form Table"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="50" w:type="dxa"/><w:bottom w:w="30" w:type="dxa"/>'
    '<w:right w:w="50" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    + _style("BodyText", "Body Text", _INDENT)
    + _style(
        "Title",
        "Title",
        '<w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:line="640" w:lineRule="exact"/><w:jc w:val="center"/><w:outlineLvl w:val="0"/>',
        '<title-fonts/><w:w w:val="100"/><w:sz w:val="44"/><w:szCs w:val="44"/>',
        following="BodyText",
    )
    + _style(
        "Heading2",
        "heading 2",
        f'<w:keepNext/>{_INDENT}<w:outlineLvl w:val="1"/>',
        "<hei-fonts/>",
        following="BodyText",
    )
    + _style(
        "Heading3",
        "heading 3",
        f'<w:keepNext/>{_INDENT}<w:outlineLvl w:val="2"/>',
        "<kai-fonts/>",
        following="BodyText",
    )
    + _style("Salutation", "Salutation", "", following="BodyText")
    + _style("Signature", "Signature", '<w:keepNext/><w:keepLines/><w:ind w:right="640"/><w:jc w:val="right"/>')
    + _style("Attachment", "Attachment", '<w:ind w:left="1920" w:hanging="1280"/>')
    + _style(
        "Cell",
        "Cell",
        f'{_CELL}<w:jc w:val="center"/>',
        '<song-fonts/><w:w w:val="100"/><w:sz w:val="18"/><w:szCs w:val="18"/>',
    )
    + _style("CellLeft", "Cell Left", '<w:jc w:val="left"/>', based="Cell")
    + _style(
        "Colophon",
        "Colophon",
        f'<w:keepLines/>{_CELL}<w:jc w:val="left"/>',
        '<song-fonts/><w:w w:val="100"/><w:sz w:val="18"/><w:szCs w:val="18"/>',
    )
    + _style("Header", "header", '<w:snapToGrid w:val="0"/><w:jc w:val="center"/>')
    + _style(
        "Footer",
        "footer",
        '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>',
        '<song-fonts/><w:w w:val="100"/><w:sz w:val="28"/><w:szCs w:val="28"/>',
    )
    + "</w:styles>"
)
