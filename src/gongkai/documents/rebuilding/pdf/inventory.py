"""Everything in a PDF that is not drawn: named for the report, read for personal data."""

from collections import Counter
from typing import Any

import pikepdf

#: Annotations that are part of the picture of the page when they have an appearance.
DRAWN = frozenset(
    (
        "/Square",
        "/Circle",
        "/Ink",
        "/Stamp",
        "/FreeText",
        "/Highlight",
        "/Underline",
        "/StrikeOut",
        "/Squiggly",
        "/Polygon",
        "/PolyLine",
        "/Line",
        "/Watermark",
        "/Redact",
    )
)
_ROOT = {
    "/Metadata": "XMP 元数据",
    "/OpenAction": "脚本和自动动作",
    "/AA": "脚本和自动动作",
    "/Outlines": "书签目录",
    "/StructTreeRoot": "结构标签",
    "/PageLabels": "页码标签",
    "/Dests": "命名位置",
    "/PieceInfo": "应用程序私有数据",
    "/Collection": "附件包",
    "/AF": "附件",
    "/URI": "链接",
    "/Threads": "文章线索",
    "/Perms": "数字签名",
    "/DSS": "数字签名",
    "/Extensions": "扩展信息",
    "/Legal": "扩展信息",
}
_ORDINARY = {
    "/Type",
    "/Pages",
    "/OCProperties",
    "/AcroForm",
    "/Names",
    "/Version",
    "/Lang",
    "/MarkInfo",
    "/ViewerPreferences",
} | {*("/PageMode", "/PageLayout", "/OutputIntents")}
_PAGE = {
    "/Metadata": "XMP 元数据",
    "/PieceInfo": "应用程序私有数据",
    "/Thumb": "缩略图",
    "/AA": "脚本和自动动作",
    "/AF": "附件",
    "/B": "文章线索",
}
_MOST_DEPTH, _MOST_TEXTS = 12, 5000


class Inventory:
    """What one document holds besides its pages."""

    def __init__(self, document: pikepdf.Pdf, raw: bytes) -> None:
        self.dropped: Counter[tuple[str, str]] = Counter()
        self.hidden: list[tuple[str, str]] = []
        self._document = document
        self._info()
        self._root()
        for number, page in enumerate(document.pages, 1):
            self._page(page.obj, f"第{number}页")
        if raw.count(b"%%EOF") > 1:
            self.drop("增量保存的历史版本", "文件", raw.count(b"%%EOF") - 1)
        if raw.rstrip().rpartition(b"%%EOF")[2].strip():
            self.drop("文件末尾的多余数据", "文件")

    @property
    def has_hidden_layers(self) -> bool:
        """Tell whether any layer is switched off when the document opens."""
        layers = self._document.Root.get("/OCProperties")
        settings = layers.get("/D") if isinstance(layers, pikepdf.Dictionary) else None
        if not isinstance(settings, pikepdf.Dictionary):
            return False
        return bool(len(settings.get("/OFF", []))) or settings.get("/BaseState", "/ON") != "/ON" or "/AS" in settings

    def drop(self, what: str, where: str, count: int = 1) -> None:
        """Note that something was left out."""
        if count:
            self.dropped[what, where] += count

    def _hide(self, what: str, where: str, value: Any) -> None:
        self.drop(what, where)
        self.hidden += [(f"{where} {what}", text) for text in _texts(value, 0) if text.strip()][
            : _MOST_TEXTS - len(self.hidden)
        ]

    def _info(self) -> None:
        info = self._document.trailer.get("/Info")
        if isinstance(info, pikepdf.Dictionary) and len(info.keys()):
            self._hide("文档属性（作者、单位、时间等）", "文件", info)

    def _root(self) -> None:
        root = self._document.Root
        for key, label in _ROOT.items():
            if key in root:
                self._hide(label, "文件", root[key])
        for key in set(root.keys()) - _ORDINARY - set(_ROOT):
            self._hide("其他内部数据", "文件", root[key])
        layers = root.get("/OCProperties")
        if layers is not None:
            self._hide("图层", "文件", layers.get("/OCGs", pikepdf.Array()))
        form = root.get("/AcroForm")
        if isinstance(form, pikepdf.Dictionary):
            fields = form.get("/Fields", pikepdf.Array())
            self._hide("表单域和填写的值", "文件", fields)
            if "/XFA" in form:
                self.drop("XFA 表单", "文件")
        names = root.get("/Names")
        if isinstance(names, pikepdf.Dictionary):
            for key, label in (("/JavaScript", "脚本和自动动作"), ("/EmbeddedFiles", "附件"), ("/Dests", "命名位置")):
                if key in names:
                    self._hide(label, "文件", names[key])

    def _page(self, page: Any, where: str) -> None:
        for key, label in _PAGE.items():
            if key in page:
                self._hide(label, where, page[key])
        annotations = page.get("/Annots")
        for annotation in annotations if isinstance(annotations, pikepdf.Array) else ():
            if not isinstance(annotation, pikepdf.Dictionary):
                continue
            kind = str(annotation.get("/Subtype", ""))
            label = {"/Link": "链接", "/Widget": "表单域和填写的值", "/FileAttachment": "附件"}.get(kind, "批注")
            self._hide(label, where, annotation)


def _texts(value: Any, depth: int) -> list[str]:
    """Give the strings inside an object; references back to pages and parents are not followed."""
    if depth > _MOST_DEPTH:
        return []
    if isinstance(value, pikepdf.String):
        return [str(value)]
    if isinstance(value, pikepdf.Stream):
        return []
    if isinstance(value, pikepdf.Array):
        return [text for item in list(value)[:1000] for text in _texts(item, depth + 1)]
    if isinstance(value, pikepdf.Dictionary):
        skipped = ("/P", "/Parent", "/Prev", "/Dest", "/AP", "/MK", "/DR", "/Pg")
        return [text for key, item in value.items() if key not in skipped for text in _texts(item, depth + 1)]
    return []
