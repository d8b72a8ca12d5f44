"""Text of ours in cells of a spreadsheet, which would take some of it for a formula."""

import re

# OWASP, CSV injection. The full-width signs count as the others where Chinese is typed; blanks in
# front of a sign are dropped by some programs. Apostrophes are our own guard, or somebody's.
_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe is put before what may be one.

    Text that begins with apostrophes and a sign gets one more, so that ``unguarded`` gives
    back every text as it was.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text before it was guarded."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
