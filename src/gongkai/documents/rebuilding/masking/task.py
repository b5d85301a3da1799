"""The task of the child that masks: the file comes from our own rebuild, and is still read as if it did not."""

from collections.abc import Callable, Sequence
from typing import Any

from gongkai.documents.rebuilding.masking.plan import Plan, Work
from gongkai.documents.rebuilding.model import Limits, Refused

Masker = Callable[[bytes, Limits, Plan], Work]
Answer = tuple[dict[str, Any], list[bytes]]


def prepare(job: dict[str, Any]) -> Callable[[dict[str, Any], Sequence[bytes]], Answer]:
    """Load what the kind needs and give the function that does the task."""
    masker = masker_of(job["kind"])
    plan = Plan.from_json(job["plan"])
    plan.scheme(), plan.public_form()  # the data of the law are read before the guard

    def work(job: dict[str, Any], blobs: Sequence[bytes]) -> Answer:
        done = masker(blobs[0], Limits(**job["limits"]), plan)
        return {"told": [[what, where, count] for (what, where), count in sorted(done.told.items())]}, [done.data]

    return work


def masker_of(kind: str) -> Masker:
    """
    Give the function that masks a kind, its libraries loaded.

    :raises Refused: pictures and archives are not masked by a program.
    """
    if kind in ("xlsx", "csv"):
        from gongkai.documents.rebuilding.masking import sheets

        return sheets.mask_workbook if kind == "xlsx" else sheets.mask_csv
    if kind in ("docx", "text"):
        from gongkai.documents.rebuilding.masking import words

        return words.mask_document if kind == "docx" else words.mask_plain
    if kind == "pdf":
        from gongkai.documents.rebuilding.pdf.rebuild import mask_pdf

        return mask_pdf
    raise Refused(
        "unsupported",
        "压缩包不能一键遮盖。请解压后逐个上传。"
        if kind == "zip"
        else "图片不能一键遮盖。请在看图软件中把个人信息涂黑，另存后重新上传。",
    )
