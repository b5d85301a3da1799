"""Copy a page into a new PDF by lists of what may go: everything else stays behind."""

import zlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pikepdf

from gongkai.documents.rebuilding.pdf.images import CannotCopy, copy_image
from gongkai.documents.rebuilding.pdf.streams import Instruction, bounded, instructions, without_marks, write

_FONT = (
    "Type Subtype BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode DescendantFonts CIDSystemInfo DW W DW2 W2 CIDToGIDMap "
    "CharProcs FontMatrix FontBBox Resources FontName Flags ItalicAngle Ascent Descent CapHeight XHeight StemV StemH Leading AvgWidth "
    "MaxWidth MissingWidth FontFile FontFile2 FontFile3 CIDSet BaseEncoding Differences Registry Ordering Supplement Length1 Length2 Length3 "
    "CMapName WMode UseCMap"
)
_STATE = "Type LW LC LJ ML D RI OP op OPM SA BM SMask CA ca AIS TK FL SM S G BC"
_DRAWN = (
    "Type Subtype FormType BBox Matrix Group Resources S CS I K PatternType PaintType TilingType XStep YStep Shading ShadingType ColorSpace "
    "Background AntiAlias Coords Domain Extend Function FunctionType Range C0 C1 N Functions Bounds Encode Size BitsPerSample Order Decode "
    "BitsPerCoordinate BitsPerComponent BitsPerFlag VerticesPerRow WhitePoint BlackPoint Gamma Alternate ExtGState Colorants Process Components"
)
#: Keys that may go along.
ALLOWED = frozenset(f"/{name}" for name in f"{_FONT} {_STATE} {_DRAWN}".split())
_USED_BY = {
    "Tf": "/Font",
    "Do": "/XObject",
    "gs": "/ExtGState",
    "sh": "/Shading",
    "cs": "/ColorSpace",
    "CS": "/ColorSpace",
}
_KINDS = ("/Font", "/XObject", "/ExtGState", "/Shading", "/ColorSpace", "/Pattern")
_HARMLESS = ("/Length", "/Filter", "/DecodeParms", "/ProcSet", "/Name", "/StructParent", "/StructParents")
_DEEPEST = 24
_DEVICE = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}


class Copier:
    """Copies pages of one document into another; what two pages share is copied once."""

    def __init__(self, target: pikepdf.Pdf) -> None:
        self._target = target
        self._known: dict[tuple[int, int], Any] = {}
        self.dropped: Counter[tuple[str, str]] = Counter()

    def page(self, source: pikepdf.Page) -> None:
        """
        Copy a page with what it draws.

        :raises CannotCopy: it holds something that cannot be copied safely.
        """
        found = list(without_marks(instructions(source)))
        box = [float(number) for number in source.cropbox]
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=pikepdf.Array([round(number, 3) for number in box]),
            Contents=self._stream(write(found)),
            Resources=self._resources(source.obj.get("/Resources", pikepdf.Dictionary()), found, 0),
        )
        turn = int(source.obj.get("/Rotate", 0)) % 360
        if turn:
            page["/Rotate"] = turn
        self._target.pages.append(pikepdf.Page(self._target.make_indirect(page)))

    def _note(self, what: str) -> None:
        self.dropped[what, "文件"] += 1

    def _stream(self, data: bytes, settings: Any = None) -> Any:
        stream = self._target.make_stream(zlib.compress(data, 6))
        for key in settings or ():
            stream[key] = settings[key]
        stream["/Filter"] = pikepdf.Name.FlateDecode
        return stream

    def _resources(self, resources: Any, found: Iterable[Instruction], depth: int) -> Any:
        """Copy only what the content names."""
        names: dict[str, set[str]] = {kind: set() for kind in _KINDS}
        for operands, operator in found:
            kind = _USED_BY.get(operator) or ("/Pattern" if operator in ("scn", "SCN") else None)
            for operand in operands if kind else ():
                if kind and isinstance(operand, pikepdf.Name):
                    names[kind].add(str(operand))
        copied = pikepdf.Dictionary()
        for kind, wanted in names.items():
            group = resources.get(kind) if isinstance(resources, pikepdf.Dictionary) else None
            if not isinstance(group, pikepdf.Dictionary):
                continue
            self.dropped["没有用到的资源", "文件"] += len(set(group.keys()) - wanted)
            copied[kind] = pikepdf.Dictionary(
                {name: self._any(group[name], depth + 1) for name in sorted(wanted) if name in group}
            )
        return copied

    def _any(self, value: Any, depth: int) -> Any:
        if depth > _DEEPEST:
            raise CannotCopy("结构嵌套过深")
        if isinstance(value, pikepdf.Object) and value.is_indirect:
            if value.objgen not in self._known:
                self._known[value.objgen] = self._target.make_indirect(self._new(value, depth))
            return self._known[value.objgen]
        return self._new(value, depth)

    def _new(self, value: Any, depth: int) -> Any:
        if isinstance(value, pikepdf.Stream):
            return self._new_stream(value, depth)
        if isinstance(value, pikepdf.Dictionary):
            return self._dictionary(value, depth)
        if isinstance(value, pikepdf.Array):
            return self._array(value, depth)
        if isinstance(value, pikepdf.String):
            return pikepdf.String(bytes(value))
        if isinstance(value, pikepdf.Name):
            return pikepdf.Name(str(value))
        return value

    def _dictionary(self, value: Any, depth: int) -> Any:
        copied = pikepdf.Dictionary()
        table = bool(depth) and _is_table(value)
        for key, item in value.items():
            allowed = key in ALLOWED or table
            if not allowed or (isinstance(item, pikepdf.String) and key not in ("/Registry", "/Ordering")):
                if key not in _HARMLESS:
                    self._note("对象附带的其他信息")
                continue
            copied[key] = self._any(item, depth + 1)
        return copied

    def _array(self, value: Any, depth: int) -> Any:
        kind = str(value[0]) if len(value) and isinstance(value[0], pikepdf.Name) else ""
        if kind == "/ICCBased" and len(value) > 1:
            # A colour profile is a file of its own; the plain colour space shows nearly the same.
            self._note("色彩配置文件")
            return pikepdf.Name(_DEVICE.get(int(value[1].get("/N", 3)), "/DeviceRGB"))
        if kind not in ("/Indexed", "/I") and any(isinstance(item, pikepdf.String) for item in value):
            raise CannotCopy("数组中有文字")
        return pikepdf.Array([self._any(item, depth + 1) for item in value])

    def _new_stream(self, value: Any, depth: int) -> Any:
        if value.get("/Subtype") == "/Image":
            return copy_image(value, self._target, lambda item: self._any(item, depth + 1), self._note)
        if value.get("/Subtype") == "/Form" or value.get("/PatternType") == 1:
            found = list(without_marks(instructions(value)))
            settings = self._dictionary(value, depth)
            settings["/Resources"] = self._resources(value.get("/Resources", pikepdf.Dictionary()), found, depth + 1)
            return self._stream(write(found), settings)
        settings = self._dictionary(value, depth)
        for key in ("/Filter", "/DecodeParms"):
            if key in settings:
                del settings[key]
        return self._stream(bounded(value), settings)


def _is_table(value: Any) -> bool:
    """Tell whether a dictionary is a table with names of the file's own choice: drawn letters, resources, colorants."""
    return "/Type" not in value and all(
        isinstance(value[key], (pikepdf.Stream, pikepdf.Dictionary, pikepdf.Array)) for key in value
    )
