"""Chinese numerals as the law writes them: 第三十三条, （五）."""

_DIGITS = "零一二三四五六七八九"


def chinese_number(value: int) -> str:
    """Write a whole number from 0 to 9999 the way articles are numbered: 10 is 十, 105 is 一百零五."""
    if not 0 <= value <= 9999:
        raise ValueError(f"只能写出0至9999的整数，现为{value}。")
    if value < 10:
        return _DIGITS[value]
    text, pending_zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("零" if pending_zero else "") + _DIGITS[digit] + name
            pending_zero = False
        elif text:
            pending_zero = True
    return text.removeprefix("一") if text.startswith("一十") else text
