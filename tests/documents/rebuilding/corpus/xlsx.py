"""XLSX: forty ways to hide a word in a workbook."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

from tests.documents.rebuilding.corpus.packing import patched, put_after, put_before

_NAMES = ("马演示", "王演示", "李演示", "张演示", "刘演示", "陈演示")


def saved(book: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def plain(variant: int) -> tuple[openpyxl.Workbook, Worksheet]:
    """A small list, a little different in every variant."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = f"公示{variant + 1}"
    sheet.append(["序号", "姓名", "金额"])
    for at in range(4 + variant):
        sheet.append([at + 1, _NAMES[at % len(_NAMES)], 100 + at])
    return book, sheet


def by_sheet(hide: Callable[[openpyxl.Workbook, Worksheet, str, int], None]) -> Callable[[str, int], bytes]:
    """Make a technique from a function that changes the workbook."""

    def make(canary: str, variant: int) -> bytes:
        book, sheet = plain(variant)
        hide(book, sheet, canary, variant)
        return saved(book)

    return make


def by_part(change: Callable[[bytes, str, int], bytes]) -> Callable[[str, int], bytes]:
    """Make a technique from a function that changes the container."""

    def make(canary: str, variant: int) -> bytes:
        return change(saved(plain(variant)[0]), canary, variant)

    return make


def hidden_column(book, sheet, canary, variant):
    sheet["E2"] = canary
    sheet.column_dimensions["E"].hidden = True


def hidden_row(book, sheet, canary, variant):
    row = 3 + variant % 3
    sheet.cell(row, 2, canary)
    sheet.row_dimensions[row].hidden = True


def zero_width(book, sheet, canary, variant):
    sheet["E2"] = canary
    sheet.column_dimensions["E"].width = 0.1


def zero_height(book, sheet, canary, variant):
    sheet["B3"] = canary
    sheet.row_dimensions[3].height = 0.25 + 0.25 * (variant % 4)


def hidden_sheet(book, sheet, canary, variant):
    other = book.create_sheet("底稿")
    other["A1"] = canary
    other.sheet_state = "hidden"


def very_hidden_sheet(book, sheet, canary, variant):
    other = book.create_sheet("底稿")
    other["C3"] = canary
    other.sheet_state = "veryHidden"


def white_text(book, sheet, canary, variant):
    sheet["D2"] = canary
    color = ("FFFFFFFF", "FFFEFEFE", "00FFFFFF", "FFFBFBFB")[variant % 4]
    sheet["D2"].font = Font(color=color)


def theme_white(book, sheet, canary, variant):
    from openpyxl.styles.colors import Color

    sheet["D2"] = canary
    sheet["D2"].font = Font(color=Color(theme=0, tint=-0.01 * (variant % 3)))


def indexed_white(book, sheet, canary, variant):
    from openpyxl.styles.colors import Color

    sheet["D2"] = canary
    sheet["D2"].font = Font(color=Color(indexed=9 if variant % 2 else 1))


def black_on_black(book, sheet, canary, variant):
    sheet["D2"] = canary
    color = ("FF000000", "FF1F4E78", "FFC00000")[variant % 3]
    sheet["D2"].font = Font(color=color)
    sheet["D2"].fill = PatternFill("solid", fgColor=color)


def three_semicolons(book, sheet, canary, variant):
    sheet["D2"] = canary
    sheet["D2"].number_format = (";;;", ';;;""', "0;0;0;")[variant % 3]


def words_for_value(book, sheet, canary, variant):
    sheet["D2"] = canary
    sheet["D2"].number_format = ('0;0;0;"已核"', '"";"";"";"—"')[variant % 2]


def unused_section(book, sheet, canary, variant):
    sheet["D2"] = 5
    sheet["D2"].number_format = f'0;"{canary}";0'


def white_format(book, sheet, canary, variant):
    sheet["D2"] = canary
    sheet["D2"].number_format = ("[White]General;[White]General;[White]General;[White]@", "[白色]@")[variant % 2]


def tiny_text(book, sheet, canary, variant):
    sheet["D2"] = canary
    sheet["D2"].font = Font(size=1 + variant % 2)


def white_run(book, sheet, canary, variant):
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    sheet["D2"] = CellRichText("见", TextBlock(InlineFont(color="FFFFFF"), canary))


def condition_white(book, sheet, canary, variant):
    sheet["D2"] = canary
    rule = FormulaRule(formula=["TRUE"], font=Font(color="FFFFFF"))
    sheet.conditional_formatting.add("D2:D9", rule)


def condition_format(book, sheet, canary, variant):
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles.numbers import NumberFormat

    sheet["D2"] = canary
    style = DifferentialStyle(numFmt=NumberFormat(numFmtId=200, formatCode=";;;"))
    sheet.conditional_formatting.add("D1:D9", Rule(type="expression", dxf=style, formula=["1=1"]))
    sheet["C2"] = 0
    sheet.conditional_formatting.add("C2:C9", CellIsRule(operator="equal", formula=["0"], font=Font(color="FFFFFF")))


def comment(book, sheet, canary, variant):
    sheet["B2"].comment = Comment(canary, "审核人")


def comment_author(book, sheet, canary, variant):
    sheet["B2"].comment = Comment("请核", canary)


def defined_name(book, sheet, canary, variant):
    book.defined_names["备用"] = DefinedName("备用", attr_text=f'"{canary}"', hidden=bool(variant % 2))


def properties(book, sheet, canary, variant):
    field = ("creator", "lastModifiedBy", "title", "subject", "description", "keywords", "category")[variant % 7]
    setattr(book.properties, field, canary)
    book.properties.created = datetime(2025, 1, 1)


def validation_list(book, sheet, canary, variant):
    rule = DataValidation(type="list", formula1=f'"是,否,{canary}"')
    if variant % 2:
        rule = DataValidation(type="whole", operator="greaterThan", formula1="0")
        rule.promptTitle, rule.prompt = "说明", canary
        rule.showInputMessage = True
    rule.add("D2:D9")
    sheet.add_data_validation(rule)


def under_merge(book, sheet, canary, variant):
    sheet["E2"], sheet["F2"] = "合并", None
    sheet.merge_cells("E2:F3")
    sheet._cells[3, 6] = sheet._cells.get((3, 6)) or sheet.cell(2, 5)
    from openpyxl.cell.cell import Cell

    hidden = Cell(sheet, row=3, column=6, value=canary)
    sheet._cells[3, 6] = hidden


def far_away(book, sheet, canary, variant):
    sheet.cell(5000 + variant, 3, canary)


def far_column(book, sheet, canary, variant):
    sheet.cell(2, 400 + variant, canary)


def under_picture(book, sheet, canary, variant):
    sheet["F8"] = canary
    out = BytesIO()
    Image.new("RGB", (200, 80), (0, 0, 0)).save(out, "PNG")
    out.seek(0)
    sheet.add_image(SheetImage(out), "E7")


def hyperlink(book, sheet, canary, variant):
    sheet["B2"].hyperlink = f"http://192.0.2.1/{canary}"
    if variant % 2:
        sheet["B2"].hyperlink.tooltip = canary


def header_footer(book, sheet, canary, variant):
    sheet.oddHeader.center.text = canary
    sheet.evenFooter.left.text = canary


def formula_words(book, sheet, canary, variant):
    sheet["D2"] = f'=IF(1=1,"是","{canary}")'


def collapsed_group(book, sheet, canary, variant):
    sheet["B3"] = canary
    sheet.row_dimensions.group(3, 3, hidden=True)


def filtered(book, sheet, canary, variant):
    sheet["B4"] = canary
    sheet.auto_filter.ref = "A1:C9"
    sheet.auto_filter.add_filter_column(1, ["马演示"])
    sheet.row_dimensions[4].hidden = True


def filter_value(book, sheet, canary, variant):
    sheet.auto_filter.ref = "A1:C9"
    sheet.auto_filter.add_filter_column(1, [canary])


def protected_hidden(book, sheet, canary, variant):
    sheet["D2"] = f'="{canary}"&"x"'
    sheet["D2"].protection = Protection(hidden=True)
    sheet.protection.sheet = True


def table_columns(book, sheet, canary, variant):
    table = Table(displayName="名单", ref=f"A1:C{5 + variant}", comment=canary)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2")
    sheet.add_table(table)


def picture_metadata(book, sheet, canary, variant):
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", canary)
    out = BytesIO()
    Image.new("RGB", (20, 20), (200, 0, 0)).save(out, "PNG", pnginfo=info)
    out.seek(0)
    sheet.add_image(SheetImage(out), "K30")


def shrunk(book, sheet, canary, variant):
    sheet["D2"] = canary
    sheet["D2"].alignment = Alignment(shrink_to_fit=True)
    sheet.column_dimensions["D"].width = 0.05


def part(name: str, content: Callable[[str], str]) -> Callable[[bytes, str, int], bytes]:
    def change(data: bytes, canary: str, variant: int) -> bytes:
        return patched(data, {name: content(canary)})

    return change


def custom_properties(data, canary, variant):
    xml = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="单位"><vt:lpwstr>{canary}</vt:lpwstr></property></Properties>'
    )
    return patched(data, {"docProps/custom.xml": xml})


def with_string_table(variant: int) -> bytes:
    """The same list with a table of strings, as spreadsheet programs write it."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("公示")
    sheet.write_row(0, 0, ["序号", "姓名", "金额"])
    for at in range(4 + variant):
        sheet.write_row(at + 1, 0, [at + 1, _NAMES[at % len(_NAMES)], 100 + at])
    book.close()
    return out.getvalue()


def unused_string(_data, canary, variant):
    data = with_string_table(variant)
    return patched(data, {"xl/sharedStrings.xml": put_before("</sst>", f"<si><t>{canary}</t></si>")})


def phonetic(_data, canary, variant):
    data = with_string_table(variant)
    change = put_after(r"<si><t>马演示</t>", f'<rPh sb="0" eb="1"><t>{canary}</t></rPh>')
    return patched(data, {"xl/sharedStrings.xml": change})


def comment_in_xml(data, canary, variant):
    return patched(data, {"xl/worksheets/sheet1.xml": put_before("<sheetData>", f"<!-- {canary} -->")})


def processing_instruction(data, canary, variant):
    return patched(data, {"xl/workbook.xml": put_before("<sheets>", f"<?note {canary}?>")})


def extension_list(data, canary, variant):
    xml = f'<extLst><ext uri="{{x}}"><x14:id xmlns:x14="urn:x">{canary}</x14:id></ext></extLst>'
    return patched(data, {"xl/worksheets/sheet1.xml": put_before("</worksheet>", xml)})


def container_comment(data, canary, variant):
    return patched(data, {}, comment=canary.encode())


def trailing_data(data, canary, variant):
    return data[:-2] + len(canary).to_bytes(2, "little") + canary.encode()


def scenario(data, canary, variant):
    xml = f'<scenarios><scenario name="方案" count="1" user="{canary}"><inputCells r="A2" val="{canary}"/></scenario></scenarios>'
    return patched(data, {"xl/worksheets/sheet1.xml": put_after("</sheetData>", xml)})


def style_name(data, canary, variant):
    return patched(data, {"xl/styles.xml": lambda xml: xml.replace('name="Normal"', f'name="{canary}"', 1)})


def attribute_of_cell(data, canary, variant):
    return patched(data, {"xl/worksheets/sheet1.xml": put_after(r'<c r="A2"', f' xmlns:q="urn:q" q:note="{canary}"')})


def sheet_code_name(data, canary, variant):
    return patched(
        data, {"xl/worksheets/sheet1.xml": lambda xml: xml.replace("<sheetPr>", f'<sheetPr codeName="{canary}">', 1)}
    )


PARTS = {
    "pivot_cache": (
        "xl/pivotCache/pivotCacheRecords1.xml",
        '<pivotCacheRecords xmlns="urn:x"><r><s v="{0}"/></r></pivotCacheRecords>',
    ),
    "external_link": (
        "xl/externalLinks/externalLink1.xml",
        '<externalLink xmlns="urn:x"><sheetData><v>{0}</v></sheetData></externalLink>',
    ),
    "connection": (
        "xl/connections.xml",
        '<connections xmlns="urn:x"><connection connectionString="{0}"/></connections>',
    ),
    "query_table": ("xl/queryTables/queryTable1.xml", '<queryTable xmlns="urn:x" name="{0}"/>'),
    "embedded_object": ("xl/embeddings/oleObject1.bin", "OLE {0}"),
    "macro": ("xl/vbaProject.bin", "Attribute VB_Name = {0}"),
    "printer_settings": ("xl/printerSettings/printerSettings1.bin", "printer {0}"),
    "thumbnail": ("docProps/thumbnail.wmf", "wmf {0}"),
    "custom_xml": ("customXml/item1.xml", "<root>{0}</root>"),
    "threaded_comment": (
        "xl/threadedComments/threadedComment1.xml",
        '<ThreadedComments xmlns="urn:x"><text>{0}</text></ThreadedComments>',
    ),
    "persons": ("xl/persons/person.xml", '<personList xmlns="urn:x"><person displayName="{0}"/></personList>'),
    "chart_cache": ("xl/charts/chart1.xml", '<chartSpace xmlns="urn:x"><v>{0}</v></chartSpace>'),
    "data_model": ("xl/model/item.data", "model {0}"),
    "control": ("xl/ctrlProps/ctrlProp1.xml", '<formControlPr xmlns="urn:x" fmlaMacro="{0}"/>'),
    "revision_log": ("xl/revisions/revisionLog1.xml", '<revisions xmlns="urn:x"><rcc><v>{0}</v></rcc></revisions>'),
    "unknown_part": ("xl/other/secret.dat", "{0}"),
}

_SHEETS = (
    *(
        hidden_column,
        hidden_row,
        zero_width,
        zero_height,
        hidden_sheet,
        very_hidden_sheet,
        white_text,
        theme_white,
        indexed_white,
    ),
    *(
        black_on_black,
        three_semicolons,
        words_for_value,
        unused_section,
        white_format,
        tiny_text,
        white_run,
        condition_white,
    ),
    *(
        condition_format,
        comment,
        comment_author,
        defined_name,
        properties,
        validation_list,
        under_merge,
        far_away,
        far_column,
    ),
    *(
        under_picture,
        hyperlink,
        header_footer,
        formula_words,
        collapsed_group,
        filtered,
        filter_value,
        protected_hidden,
    ),
    *(table_columns, picture_metadata, shrunk),
)
_CONTAINERS = (
    *(
        custom_properties,
        unused_string,
        phonetic,
        comment_in_xml,
        processing_instruction,
        extension_list,
        container_comment,
    ),
    *(trailing_data, scenario, style_name, attribute_of_cell, sheet_code_name),
)
TECHNIQUES = {
    **{function.__name__: by_sheet(function) for function in _SHEETS},
    **{function.__name__: by_part(function) for function in _CONTAINERS},
    **{name: by_part(part(path, content.format)) for name, (path, content) in PARTS.items()},
}
