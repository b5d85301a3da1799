"""ODS: eighteen ways to hide a word in an open workbook."""

import zipfile
from collections.abc import Callable
from io import BytesIO

_NAMESPACES = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            *(("office", "office"), ("table", "table"), ("text", "text"), ("style", "style")),
            *(("fo", "xsl-fo-compatible"), ("number", "datastyle"), ("draw", "drawing"), ("dc", "meta")),
        )
    )
    + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def cell(text: str, *, style: str = "", more: str = "", kind: str = "string") -> str:
    name = f' table:style-name="{style}"' if style else ""
    return f'<table:table-cell{name} office:value-type="{kind}"{more}><text:p>{text}</text:p></table:table-cell>'


def number(value: float) -> str:
    return cell(f"{value:g}", kind="float", more=f' office:value="{value:g}"')


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def book(
    variant: int,
    *,
    styles: str = "",
    columns: str = '<table:table-column table:number-columns-repeated="20"/>',
    rows: str = "",
    tables: str = "",
    table_more: str = "",
    after: str = "",
    parts: dict[str, str] | None = None,
) -> bytes:
    """Write a workbook with a small list, and what is to be hidden."""
    listed = row(cell("序号"), cell("姓名"), cell("金额")) + "".join(
        row(number(at + 1), cell("马演示"), number(100 + at)) for at in range(4 + variant)
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMESPACES} office:version="1.2">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="公示">{table_more}{columns}{listed}{rows}</table:table>{tables}{after}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _MIME, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        for name, text in (parts or {}).items():
            archive.writestr(name, text)
    return out.getvalue()


def style(name: str, properties: str, family: str = "table-cell") -> str:
    return f'<style:style style:name="{name}" style:family="{family}">{properties}</style:style>'


def hidden_column(canary: str, variant: int) -> bytes:
    hides = ("collapse", "filter")[variant % 2]
    columns = f'<table:table-column table:number-columns-repeated="3"/><table:table-column table:visibility="{hides}"/>'
    return book(variant, columns=columns, rows=row(cell("a"), cell("b"), cell("c"), cell(canary)))


def narrow_column(canary: str, variant: int) -> bytes:
    styles = style("co", '<style:table-column-properties style:column-width="0cm"/>', "table-column")
    columns = '<table:table-column table:number-columns-repeated="3"/><table:table-column table:style-name="co"/>'
    return book(variant, styles=styles, columns=columns, rows=row(cell("a"), cell("b"), cell("c"), cell(canary)))


def hidden_row(canary: str, variant: int) -> bytes:
    hides = ("collapse", "filter")[variant % 2]
    return book(variant, rows=row(cell(canary), attributes=f' table:visibility="{hides}"'))


def flat_row(canary: str, variant: int) -> bytes:
    styles = style("ro", '<style:table-row-properties style:row-height="0.01mm"/>', "table-row")
    return book(variant, styles=styles, rows=row(cell(canary), attributes=' table:style-name="ro"'))


def closed_group(canary: str, variant: int) -> bytes:
    return book(
        variant, rows=f'<table:table-row-group table:display="false">{row(cell(canary))}</table:table-row-group>'
    )


def hidden_sheet(canary: str, variant: int) -> bytes:
    styles = style("ta", '<style:table-properties table:display="false"/>', "table")
    tables = f'<table:table table:name="底稿" table:style-name="ta">{row(cell(canary))}</table:table>'
    return book(variant, styles=styles, tables=tables)


def by_style(properties: str) -> Callable[[str, int], bytes]:
    return lambda canary, variant: book(variant, styles=style("ce", properties), rows=row(cell(canary, style="ce")))


def white_span(canary: str, variant: int) -> bytes:
    styles = style("T1", '<style:text-properties fo:color="#ffffff"/>', "text")
    return book(variant, styles=styles, rows=row(cell(f'可见<text:span text:style-name="T1">{canary}</text:span>')))


def inherited_white(canary: str, variant: int) -> bytes:
    white = style("白", '<style:text-properties fo:color="#FFFFFF"/>')
    named = f"<office:document-styles {_NAMESPACES}><office:styles>{white}</office:styles></office:document-styles>"
    child = '<style:style style:name="ce" style:family="table-cell" style:parent-style-name="白"/>'
    return book(variant, styles=child, rows=row(cell(canary, style="ce")), parts={"styles.xml": named})


def conditional(canary: str, variant: int) -> bytes:
    styles = style("no", '<style:text-properties fo:color="#ffffff"/>')
    if variant % 2:
        styles += style("ce", '<style:map style:condition="cell-content()!=0" style:apply-style-name="no"/>')
        return book(variant, styles=styles, rows=row(cell(canary, style="ce")))
    named = f"<office:document-styles {_NAMESPACES}><office:styles>{styles}</office:styles></office:document-styles>"
    condition = (
        '<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address="公示.D2:公示.D40">'
        '<calcext:condition calcext:apply-style-name="no" calcext:value="formula-is(1)"/></calcext:conditional-format></calcext:conditional-formats>'
    )
    rows = row(cell("a"), cell("b"), cell("c"), cell(canary)) + condition
    return book(variant, rows=rows, parts={"styles.xml": named})


def annotation(canary: str, variant: int) -> bytes:
    note = f"<office:annotation><dc:creator>{canary if variant % 2 else '审核'}</dc:creator><text:p>{canary}</text:p></office:annotation>"
    return book(
        variant,
        rows=row(f'<table:table-cell office:value-type="string">{note}<text:p>可见</text:p></table:table-cell>'),
    )


def under_merge(canary: str, variant: int) -> bytes:
    face = cell("合并", more=' table:number-columns-spanned="2" table:number-rows-spanned="1"')
    return book(
        variant,
        rows=row(
            face,
            f'<table:covered-table-cell office:value-type="string"><text:p>{canary}</text:p></table:covered-table-cell>',
        ),
    )


def stored_value(canary: str, variant: int) -> bytes:
    return book(
        variant,
        rows=row(f'<table:table-cell office:value-type="string" office:string-value="{canary}"/>', cell("可见")),
    )


def false_text(canary: str, variant: int) -> bytes:
    return book(variant, rows=row(cell(canary, kind="float", more=' office:value="5"')))


def formula(canary: str, variant: int) -> bytes:
    return book(variant, rows=row(cell("是", more=f' table:formula="of:=IF(1;&quot;是&quot;;&quot;{canary}&quot;)"')))


def named_range(canary: str, variant: int) -> bytes:
    return book(
        variant,
        after=f'<table:named-expressions><table:named-expression table:name="备" table:expression="{canary}"/></table:named-expressions>',
    )


def validation(canary: str, variant: int) -> bytes:
    xml = f'<table:content-validations><table:content-validation table:name="v" table:condition="{canary}"/></table:content-validations>'
    return book(variant, table_more="", after=xml)


def tracked(canary: str, variant: int) -> bytes:
    change = f"<table:tracked-changes><table:cell-content-change><table:previous>{cell(canary)}</table:previous></table:cell-content-change></table:tracked-changes>"
    return book(variant, after=change)


def under_shape(canary: str, variant: int) -> bytes:
    shape = '<draw:custom-shape table:end-cell-address="公示.C30"/>'
    held = f'<table:table-cell office:value-type="string">{shape}<text:p>{canary}</text:p></table:table-cell>'
    return book(variant, rows=row(held))


def part(name: str, text: str) -> Callable[[str, int], bytes]:
    return lambda canary, variant: book(variant, parts={name: text.format(canary)})


TECHNIQUES = {
    **{
        function.__name__: function
        for function in (
            *(
                hidden_column,
                narrow_column,
                hidden_row,
                flat_row,
                closed_group,
                hidden_sheet,
                white_span,
                inherited_white,
                conditional,
            ),
            *(
                annotation,
                under_merge,
                stored_value,
                false_text,
                formula,
                named_range,
                validation,
                tracked,
                under_shape,
            ),
        )
    },
    "white": by_style('<style:text-properties fo:color="#fefefe"/>'),
    "same_ground": by_style(
        '<style:text-properties fo:color="#336699"/><style:table-cell-properties fo:background-color="#336699"/>'
    ),
    "tiny": by_style('<style:text-properties fo:font-size="1pt"/>'),
    "hidden_letters": by_style('<style:text-properties text:display="none"/>'),
    "cell_protect": by_style('<style:table-cell-properties style:cell-protect="hidden-and-protected"/>'),
    "meta": part("meta.xml", "<meta>{0}</meta>"),
    "settings": part("settings.xml", "<settings>{0}</settings>"),
    "thumbnail": part("Thumbnails/thumbnail.png", "png {0}"),
    "macro": part("Basic/Standard/Module1.xml", "<m>{0}</m>"),
    "object": part("Object 1/content.xml", "<o>{0}</o>"),
}
