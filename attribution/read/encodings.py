"""Bytes -> which encoding they are in: a mark, what was declared, UTF-8, and at last a guess that says so."""

from __future__ import annotations

import codecs
import re
import unicodedata

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# What browsers take a label for, where Python takes it for something narrower (https://encoding.spec.whatwg.org):
# pages that call themselves ISO-8859-1 hold the quotation marks of Windows-1252.
_AS_BROWSERS_DO = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "utf-16": "utf-8",  # a label that can be read byte by byte is not in UTF-16
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
    "utf-8-sig": "utf-8",
}
_LABELS = {"x-sjis": "cp932", "windows-31j": "cp932", "windows-874": "cp874", "x-gbk": "gb18030", "x-x-big5": "big5"}

# The encodings of the web: what a page may declare, and what is guessed among. Python knows many more, and the more
# there are to choose from, the more often a short text fits a wrong one.
_WEB = frozenset(
    """
    utf-8 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 koi8-r koi8-u
    iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13
    iso8859-14 iso8859-15 iso8859-16 mac-roman mac-cyrillic gb18030 big5 euc_jp iso2022_jp cp932 cp949
    """.split()  # noqa: SIM905 (a list of words is easier to read)
)
_GUESSED = sorted(_WEB - {"utf-8", "mac-roman", "iso2022_jp"})

# Text in Latin letters and UTF-16 has a zero in every second byte, and text in other encodings has none.
_ZEROS_SHARE = 0.7


def marked(data: bytes) -> str | None:
    """The codec that a byte-order mark at the beginning names; it takes the mark off."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)


def declared(label: str) -> str | None:
    """The codec for a label ("ISO-8859-1" in a page or a header), as browsers read it; None for an unknown one."""
    label = label.strip().strip("\"'").lower()
    try:
        name = _LABELS.get(label) or codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    name = _AS_BROWSERS_DO.get(name, name)
    return name if name in _WEB else None


def is_damaged_utf8(data: bytes) -> bool:
    """Whether bytes that are no UTF-8 are UTF-8 all the same, with something broken in it.

    Then whole characters stand beside the broken ones. In an older encoding a few bytes may look like a character of
    UTF-8 by chance, and the others do not.
    """
    whole = sum(1 for character in data.decode("utf-8", "ignore") if character > "\x7f")
    broken = data.decode("utf-8", "replace").count("\ufffd")
    return whole >= max(broken, 1)


def guess(data: bytes) -> str | None:
    """The likeliest encoding of bytes that are neither marked nor UTF-8; None where nothing fits.

    Of text in other scripts charset-normalizer says which encoding it is in. Text in Latin letters is taken for
    Windows-1252, the usual one of old English news: a few quotation marks and accents are too little to tell. Asked to
    choose between it and Mac Roman, charset-normalizer takes 22 of 247 articles of PolNeAR train, saved as
    Windows-1252, for the other.
    """
    if b"\0" in data:
        return _wide(data)
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_GUESSED, enable_fallback=False).best()
    encoding = codecs.lookup(best.encoding).name if best is not None and _mostly_foreign(str(best)) else "cp1252"
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return encoding


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Latin text is zero, and no other is."""
    even, odd = data[::2], data[1::2]
    for zeros, others, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros.count(0) > _ZEROS_SHARE * len(zeros) and 0 not in others:
            return encoding
    return None


_LETTERS = re.compile(r"[^\W\d_]")
_SAMPLE = 2_000  # letters


def _mostly_foreign(text: str) -> bool:
    letters = [match[0] for match, _ in zip(_LETTERS.finditer(text), range(_SAMPLE), strict=False)]
    foreign = sum(not unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return 2 * foreign > len(letters)
