"""Refusals of outreach: each says what is wrong, where, and what to do."""

from collections.abc import Sequence


class OutreachError(ValueError):
    """Something that cannot be done with a board, a supply or an account; nothing was written."""

    code = "outreach"

    def __init__(self, message: str, *, field: str = "", cites: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.field, self.cites = field, tuple(cites)


class PhotoUsedBefore(OutreachError):
    """The same picture was handed in as proof of another posting."""

    code = "photo_used_before"

    def __init__(self, *, title: str) -> None:
        super().__init__(f"这张照片已经用作“{title}”的张贴凭证。请对着现在的公开栏重新拍照上传。", field="photo")


class FacesNotChecked(OutreachError):
    """Nobody said that faces and number plates had been looked for."""

    code = "faces_not_checked"

    def __init__(self) -> None:
        super().__init__(
            "请先看照片里有没有能认出的人脸、车牌和名单上的证件号，没有或者已遮盖后，勾选确认再上传。",
            field="faces_checked",
            cites=["pipl:28.1"],
        )
