"""The files of a source: one file, the files of a zip, or the files of a folder."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath, PurePosixPath

from ..errors import ImportSourceError
from ..limits import DEFAULT_LIMITS, ImportLimits

READABLE_SUFFIXES = {
    ".csv",
    ".tsv",
    ".txt",
    ".tab",
    ".xlsx",
    ".xlsm",
    ".xls",
    ".xlsb",
    ".ods",
    ".json",
    ".jsonld",
    ".html",
    ".htm",
}
WORKBOOK_MARKS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
ZIP_MAGIC = b"PK\x03\x04"
READ_CHUNK_BYTES = 2**20
# Files of other kinds, by how they begin, and what to do instead.
OTHER_KINDS = {
    b"%PDF": "a PDF: copy its table into a spreadsheet and save that as XLSX or CSV",
    b"\x89PNG": "a picture: type its table into a spreadsheet and save that as XLSX or CSV",
    b"\xff\xd8\xff": "a picture: type its table into a spreadsheet and save that as XLSX or CSV",
    b"GIF8": "a picture: type its table into a spreadsheet and save that as XLSX or CSV",
    b"{\\rtf": "a text document: copy its table into a spreadsheet and save that as XLSX or CSV",
}
DOCUMENT_MARKS = {"word/document.xml": "a Word document", "ppt/presentation.xml": "a presentation"}


@dataclass(frozen=True)
class SourceFile:
    """A file of a source. `name` has no folder: nothing is ever written to a path that a source names. The first file
    of a zip or a folder names in `left_out` what else is there and cannot be read."""

    name: str
    content: bytes
    left_out: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        """The ending of the name in lower case, such as `.csv`."""
        return PurePosixPath(self.name).suffix.lower()


def unpack_source(content: bytes, name: str, limits: ImportLimits = DEFAULT_LIMITS) -> list[SourceFile]:
    """The files of a source of this name: those in a zip, or the file itself. A workbook, which is a zip too, is one
    file. ImportSourceError if a limit is exceeded, the zip is damaged or holds nothing that can be read."""
    limits.check_file(name, len(content))
    if kind := _other_kind(content, name):
        raise ImportSourceError(f"{name} is {kind}")
    if not content.startswith(ZIP_MAGIC) or is_workbook(content):
        return [SourceFile(PurePosixPath(name.replace("\\", "/")).name, content)]
    try:
        files, others = list(_entries(content, name, limits)), _other_entries(content)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise ImportSourceError(
            f"{name} is damaged, only a part of a file, or protected by a password ({error}): open it in the program "
            "that wrote it, save it again without a password, and bring the whole file"
        ) from error
    return [replace(files[0], left_out=others), *files[1:]]


def read_source_path(path: Path, limits: ImportLimits = DEFAULT_LIMITS) -> list[SourceFile]:
    """The files of a source on the disk: a file, a zip or a folder, whose files are read but not its folders.
    OSError as of reading; ImportSourceError as of `unpack_source`."""
    if not path.is_dir():
        limits.check_file(path.name, path.stat().st_size)
        return unpack_source(path.read_bytes(), path.name, limits)
    files = [each for each in sorted(path.iterdir()) if each.suffix.lower() in READABLE_SUFFIXES and each.is_file()]
    if not files:
        raise ImportSourceError(
            f"{path} holds no file of a kind that can be read ({', '.join(sorted(READABLE_SUFFIXES))})"
        )
    if len(files) > limits.files:
        raise ImportSourceError(f"{path} holds {len(files):,} files, more than {limits.files:,}")
    total = sum(each.stat().st_size for each in files)
    if total > limits.unpacked_bytes:
        raise ImportSourceError(f"{path} holds {total:,} bytes, more than {limits.unpacked_bytes:,}")
    others = tuple(each.name for each in sorted(path.iterdir()) if each not in files and not _is_system_file(each))
    return [SourceFile(each.name, each.read_bytes(), () if number else others) for number, each in enumerate(files)]


def is_workbook(content: bytes) -> bool:
    """True if a zip is a workbook of Excel, LibreOffice or another office program."""
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError):
        return False
    return any(mark in names for mark in WORKBOOK_MARKS)


def _other_kind(content: bytes, name: str) -> str:
    """Name the kind of a file that holds no readable table, and the way out, such as a PDF; '' for any other file."""
    for beginning, kind in OTHER_KINDS.items():
        if content.startswith(beginning):
            return kind
    beginning = content[:500].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if beginning.startswith((b"<html", b"<!doctype html", b"<table")) and not name.lower().endswith((".html", ".htm")):
        return "a web page under another name: open it in a spreadsheet program and save it as XLSX"
    if not content.startswith(ZIP_MAGIC):
        return ""
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError):
        return ""
    kind = next((kind for mark, kind in DOCUMENT_MARKS.items() if mark in names), "")
    return f"{kind}: copy its table into a spreadsheet and save that as XLSX or CSV" if kind else ""


def check_unpacked_size(content: bytes, name: str, limits: ImportLimits) -> None:
    """ImportSourceError if a zip unpacks to more than the limit. It is unpacked piece by piece to find out, because
    what a zip says of its own size may be a lie."""
    left = limits.unpacked_bytes
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                with archive.open(entry) as file:
                    while piece := file.read(READ_CHUNK_BYTES):
                        left -= len(piece)
                        if left < 0:
                            raise _too_large(name, limits.unpacked_bytes)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise ImportSourceError(f"{name} is damaged or protected by a password: {error}") from error


def _entries(content: bytes, name: str, limits: ImportLimits) -> Iterator[SourceFile]:
    count, left = 0, limits.unpacked_bytes
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            path = PurePosixPath(entry.filename.replace("\\", "/"))
            if entry.is_dir() or _is_system_file(path) or path.suffix.lower() not in READABLE_SUFFIXES:
                continue
            count += 1
            if count > limits.files:
                raise ImportSourceError(f"{name} holds more than {limits.files:,} files")
            unpacked = bytearray()
            with archive.open(entry) as file:
                while piece := file.read(READ_CHUNK_BYTES):
                    unpacked += piece
                    if len(unpacked) > left:
                        raise _too_large(name, limits.unpacked_bytes)
            left -= len(unpacked)
            yield SourceFile(path.name, bytes(unpacked))
        inner = [entry.filename for entry in archive.infolist() if entry.filename.lower().endswith(".zip")]
    if not count:
        hint = f": unpack {inner[0]}, which is a zip itself" if inner else f" ({', '.join(sorted(READABLE_SUFFIXES))})"
        raise ImportSourceError(f"{name} holds no file of a kind that can be read{hint}")


def _other_entries(content: bytes) -> tuple[str, ...]:
    """The files in a zip that are of no kind that can be read."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
    paths = [PurePosixPath(name.replace("\\", "/")) for name in names]
    return tuple(
        each.name for each in paths if each.suffix.lower() not in READABLE_SUFFIXES and not _is_system_file(each)
    )


def _is_system_file(path: PurePath) -> bool:
    """True for files that operating systems add, such as .DS_Store."""
    return path.name.startswith(".") or "__MACOSX" in path.parts or path.name.lower() in ("thumbs.db", "desktop.ini")


def _too_large(name: str, most: int) -> ImportSourceError:
    return ImportSourceError(f"{name} unpacks to more than {most:,} bytes: save it without pictures, or split it")
