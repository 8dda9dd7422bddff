"""Decodes a text file of unknown encoding, and says which was assumed."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from ..errors import ImportSourceError

# In this order: a mark for UTF-32 begins like one for UTF-16.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
# What Windows writes in Western, Central, Cyrillic, Greek, Turkish, Hebrew, Arabic and Baltic settings, and old Macs.
CANDIDATE_ENCODINGS = [
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "mac_roman",
    "cp850",
]
ENCODING_NAMES = {"cp1252": "Windows-1252 (Western European)", "cp1250": "Windows-1250 (Central European)"}
# The letters and marks that West European texts have beyond ASCII. A file with no others is Windows-1252.
WESTERN_LETTERS = frozenset("äöüÄÖÜßéèêëàâáçîïíìñôóòõãœæøåùûúÿÉÈÀÁÇÑÓÚØÅÆ€„“”‚‘’–—…«»§°´·•\u00a0¿¡½²³ºª")
# UTF-8 read as Windows-1252: two or three letters in the place of one.
MISREAD_LETTERS_PATTERN = re.compile("Ã[\u00a0-\u00bfŸž„“‚†‡–—ŒœŠš€]|â€[œ\u009dž™“”˜¦]|Å[¡¾¸]")
SAMPLE_BYTES = 64 * 2**10


def decode_text(content: bytes, file: str, encoding: str = "") -> tuple[str, str]:
    """The text of a file, and a sentence on the encoding if one was assumed. ImportSourceError if the bytes are no
    text, or not in the `encoding` that is given."""
    if encoding:
        try:
            return content.decode(encoding), ""
        except (UnicodeDecodeError, LookupError) as error:
            raise ImportSourceError(f"{file} is not text in the encoding {encoding}: {error}") from error
    for mark, codec, name in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            try:
                text = content.decode(codec)
                return text, f"{file} is read as {name}" if codec != "utf-8-sig" else _describe_misread_letters(
                    text, file
                )
            except UnicodeDecodeError as error:
                raise ImportSourceError(f"{file} begins like {name}, but is damaged: {error}") from error
    if codec := _unmarked_utf_16(content):
        return content.decode(codec, "replace"), f"{file} is read as UTF-16"
    if b"\x00" in content[:SAMPLE_BYTES]:
        raise ImportSourceError(f"{file} is no text: it holds bytes that no table has. Save it as CSV or XLSX")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return text, _describe_misread_letters(text, file)
    codec = _guess_codec(content)
    name = ENCODING_NAMES.get(codec, codec.replace("cp12", "Windows-12"))
    return content.decode(codec, "replace"), (
        f"{file} is not UTF-8; it is read as {name}. If letters look wrong, save it as CSV UTF-8"
    )


def _describe_misread_letters(text: str, file: str) -> str:
    """A sentence if a program has once read the text in a wrong encoding and saved it so, such as `Ã¼` for `ü`."""
    misread = MISREAD_LETTERS_PATTERN.search(text)
    if not misread:
        return ""
    word = text[: misread.end()].split()[-1]
    return (
        f"{file} holds letters that a program has misread, as in {word!r}, and is read as it is: export it anew from"
        " where it comes, or open it in a spreadsheet program as UTF-8"
    )


def _unmarked_utf_16(content: bytes) -> str:
    """The codec of UTF-16 without a mark: every other byte of ASCII is zero."""
    sample = content[:1000]
    if len(sample) < 4 or len(content) % 2:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) * 0.3 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > len(sample) * 0.3 and odd == 0 else ""


def _guess_codec(content: bytes) -> str:
    # Only lines with letters beyond ASCII tell, and a few of them are enough.
    sample = b"\n".join(line for line in content.splitlines() if not line.isascii())[:SAMPLE_BYTES]
    beyond = {mark for mark in sample.decode("cp1252", "replace") if ord(mark) > 127}
    if beyond <= WESTERN_LETTERS:
        return "cp1252"
    best = from_bytes(sample, cp_isolation=CANDIDATE_ENCODINGS).best()
    return best.encoding if best else "cp1252"
