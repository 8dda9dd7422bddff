"""Pages in few bytes, as they are kept for the next reader.

HTML repeats itself: it takes a tenth of its length, and a twentieth of what Python takes for a text with
one dash in it. Unpacking a megabyte takes half a millisecond.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pyarrow as pa

from components.pages import Page

__all__ = ["Packed", "packed"]

CODEC, LEVEL = "zstd", 1
# What a kept page takes besides: itself, and the view that it is kept for.
BESIDE = 4 * 1024


@dataclass(frozen=True)
class Packed:
    """A page without its HTML, and that packed; `length` is that of the HTML in bytes of
    UTF-8, `size` what all of it takes in memory, in bytes, about."""

    about: Page
    html: bytes
    length: int
    size: int

    def page(self) -> Page:
        """The page as it was."""
        return replace(self.about, utf8=pa.decompress(self.html, self.length, CODEC, asbytes=True))


def packed(page: Page, beside: int = 0) -> Packed:
    """The page in few bytes; `beside` are those that what it is kept for takes."""
    small = pa.Codec(CODEC, LEVEL).compress(page.utf8, asbytes=True)
    told = 2 * (len(page.description) + len(repr(page.record)))
    return Packed(replace(page, utf8=b""), small, len(page.utf8), len(small) + told + beside + BESIDE)
