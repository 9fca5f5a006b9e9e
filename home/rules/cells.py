"""What stands in a spreadsheet's cell: always text, never something that the spreadsheet runs."""

FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")  # some spreadsheets read the wide ones as the narrow


def as_text(value: object) -> str:
    """A value for a spreadsheet's cell, never a formula: what would start one gets an apostrophe before it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS) else text
