"""QR codes as SVG drawings, without colour, script or size of their own, so that page and style sheet decide."""

from io import BytesIO

#: Modules of white around the code (ISO/IEC 18004 asks for four).
QUIET_ZONE = 4


def qr_svg(text: str, *, title: str = "", border: int = QUIET_ZONE) -> str:
    """
    Give an SVG drawing of the QR code for `text`, with error correction level M, and `title` as its name for screen readers.

    `border` is the white around it in modules; less than the standard's four only where the paper itself is white.

    :raises ValueError: the text is empty or does not fit into one code.
    """
    import segno

    if not text:
        raise ValueError("二维码内容为空。请填写完整的网址。")
    try:
        code = segno.make_qr(text, error="m")
    except segno.DataOverflowError as error:
        raise ValueError(f"二维码内容过长（{len(text)}个字符）。请改用较短的网址。") from error
    out = BytesIO()
    code.save(out, kind="svg", border=border, xmldecl=False, omitsize=True, title=title or None, nl=False)
    return out.getvalue().decode()
