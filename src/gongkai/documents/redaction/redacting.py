"""The whole way of a redaction: taken out, made anew, read again; whatever goes wrong, there is no file."""

from collections.abc import Sequence

from gongkai.documents.redaction.model import Box, Mark, Passage, Redacted, RedactionFailed
from gongkai.documents.redaction.pictures import redact_picture
from gongkai.documents.redaction.plain import redact_text
from gongkai.documents.redaction.portable import redact_pdf
from gongkai.documents.redaction.word import redact_docx

#: A shorter word may stand anywhere by chance.
TELLING = 2


def redact(data: bytes, kind: str, marks: Sequence[Mark]) -> Redacted:
    """
    Take what is marked out of a file.

    :param data: a file that `documents.rebuilding` has made; `kind` is the kind that it gave.
    :raises RedactionFailed: nothing is marked, a mark does not fit the file, or the result could not be proven clean.
    """
    if not marks:
        raise RedactionFailed("还没有标注任何内容。请先勾选或者框出不予公开的部分。")
    if any(not mark.clause.strip() for mark in marks):
        raise RedactionFailed("每一处都要写明所依据的条款。")
    try:
        made, left, withheld = _work(data, kind, marks)
    except RedactionFailed:
        raise
    except Exception as error:
        raise RedactionFailed("文件没有处理成功，没有生成可提供的文件。请另存为 PDF 后重新收存，再标注。") from error
    told = [word for word in withheld if len(word.strip()) >= TELLING]
    echoes = tuple(dict.fromkeys(word for word in told if _squeezed(word) in _squeezed(left)))
    places = sorted({(_order(mark.place), mark.place.words, mark.clause) for mark in marks})
    return Redacted(made, kind, tuple((words, clause) for _key, words, clause in places), tuple(told), echoes)


def _work(data: bytes, kind: str, marks: Sequence[Mark]) -> tuple[bytes, str, list[str]]:
    """Give the new file, the text that is left in it, and the words that were taken out."""
    boxes = [mark.place for mark in marks if isinstance(mark.place, Box)]
    passages = [mark.place for mark in marks if isinstance(mark.place, Passage)]
    on_pages = kind in ("pdf", "png", "jpeg")
    if (on_pages and passages) or (not on_pages and boxes):
        raise RedactionFailed("标注的方式与文件不符，请重新打开标注页。")
    match kind:
        case "pdf":
            return redact_pdf(data, boxes)
        case "png" | "jpeg":
            return redact_picture(data, kind, boxes)
        case "text" | "csv":
            return redact_text(data, passages)
        case "docx":
            return redact_docx(data, passages)
    raise RedactionFailed("这种文件不能标注。表格请删去不公开的行列后另存，或者另存为 PDF 后收存。")


def _order(place: Box | Passage) -> tuple[float, ...]:
    return (place.page, place.top, place.left) if isinstance(place, Box) else (place.number, place.start)


def _squeezed(text: str) -> str:
    return "".join(text.split())
