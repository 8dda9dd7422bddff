"""A page's address answered at once: Streamlit's own HTML with the view in it.

A reader sees the view while Streamlit loads, and without JavaScript for good; a
messenger or a search engine finds title, description and a record of what is
shown. `page.js` takes the view over when Streamlit has mounted its element.

This is the one module that reads Streamlit's static files: Streamlit has no setting
that puts content into its `index.html`, and a reader would look at an empty page until
its scripts have run. `_streamlit` checks the form of that file when the server starts.
"""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from html import escape
from math import ceil
from pathlib import Path

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.assets import asset_files, asset_folder, inline
from components.content import SOON, begun, content, troubled, working
from components.kept import kept
from components.making import under_way
from components.pages import PAGES, Drawn, Page
from components.served import served_as, standing
from components.type import PRELOADED, stylesheet
from data import Dataset, EngineError, Standing
from data.errors import QueryStoppedError

from .answering import FRESH, QUERY_LENGTH, origin_of, parameters_of

__all__ = ["document", "first_paint", "inline_scripts"]

# Where Streamlit has its `index.html`, and the version whose form this module knows.
STATIC = Path(streamlit.__file__).parent / "static"
KNOWN_STREAMLIT = "1.67"
DOCUMENTS_MEGABYTES = 32
# Who is told that a view is on its way may never come back for it: so many views, and no more are begun for such.
UNDER_WAY_MOST = 100
BUSY = "Many other views are being worked out."

PRELOAD = '<link rel="preload" href="assets/fonts/{}" as="font" type="font/woff2" crossorigin>'

# What Streamlit starts with.
STARTING = r'<script type="module".*?</script>|<link\s[^>]*rel="(?:modulepreload|stylesheet)".*?>'

# How the view stands above Streamlit's element, and what folds the filters on a narrow screen.
BOX = f"<style>{inline('first_paint.css')}</style>"
DRAWER = f"<script>{inline('drawer.js')}</script>"
# What filters and buttons do until Streamlit is there.
EARLY = f"<script>{inline('early.js')}</script>"
START = f"<script>{inline('start.js')}</script>"

# Who reads without scripts is shown the same address again until the view is there.
ANEW = '<noscript><meta http-equiv="refresh" content="3"></noscript>'


@dataclass(frozen=True)
class Document:
    """A whole HTML document, compressed, and what names its content. `again`
    says after how many seconds to come again, if it is not what was asked for."""

    compressed: bytes
    etag: str
    status: int = 200
    again: float = 0.0


def first_paint(base: str) -> list[Route]:
    """The routes of the pages below the path `base` ('' or '/path')."""
    named = [Route(f"{base}/{name}", _answer(name, base)) for name in PAGES]
    return [Route(f"{base}/", _answer("compare", base)), Route(f"{base}/home", _answer("compare", base)), *named]


def _answer(name: str, base: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        query = request.url.query[:QUERY_LENGTH]
        made = await run_in_threadpool(document, name, query, origin_of(request), base)
        headers = {"ETag": made.etag, "Cache-Control": FRESH, "Vary": "Accept-Encoding"}
        if made.again:
            headers = {"Cache-Control": "no-store", "Retry-After": str(ceil(made.again)), "Vary": "Accept-Encoding"}
        elif made.etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(made.compressed, made.status, headers, "text/html")
        plain = await run_in_threadpool(gzip.decompress, made.compressed)
        return Response(plain, made.status, headers, "text/html")

    return answer


def document(name: str, query: str, origin: str, base: str) -> Document:
    """The document for a page's address. Never fails for what an address holds. Where
    statements are many or elsewhere, it may be one that says that the view is on its way
    (202), or why it cannot be shown (503)."""
    today, parameters, site = dt.datetime.now(dt.UTC).date(), parameters_of(query), f"{origin}{base}"
    asked = name, query, site, today, standing()
    if found := _document.known(*asked):
        return found
    dataset = served_as(parameters)
    try:
        if isinstance(dataset, Dataset) and dataset.engine.stoppable:
            if under_way() >= UNDER_WAY_MOST:
                raise EngineError(BUSY)
            making = begun(name, parameters, site)
            if not making.ready(SOON):
                page = Page.of(Drawn("Still working · Counterpoint", working(name, parameters, making, SOON)))
                return _written(page, parameters, site, 202, 3.0)
            # Stopped because a session that waited for it has left: then it is made once more, for this reader.
            with suppress(QueryStoppedError):
                making.page()
        return _document(*asked)
    except EngineError as error:
        return _written(troubled(name, parameters, error), parameters, site, 503, error.again)


@kept(DOCUMENTS_MEGABYTES, lambda made: len(made.compressed))
def _document(name: str, query: str, site: str, _today: dt.date, _standing: Standing) -> Document:
    parameters = parameters_of(query)
    return _written(content(name, parameters, site), parameters, site)


def _written(
    page: Page, parameters: Mapping[str, Sequence[str]], site: str, status: int = 200, again: float = 0.0
) -> Document:
    framed = " embedded" if parameters.get("embed") == ["true"] else ""
    before, root = _streamlit()
    html = f'{before}{EARLY}<div id="first-paint" class="cp-root{framed}">{page.html}</div>{root}'
    head = _head(page, site) + (ANEW if status == 202 else "")
    html = html.replace("<title>Streamlit</title>", head, 1)
    plain = html.encode()
    etag = f'"{hashlib.sha256(plain).hexdigest()[:20]}"'
    return Document(gzip.compress(plain, 6, mtime=0), etag, status, again)


def inline_scripts() -> list[str]:
    """The SHA-256 hashes, in base64, of the scripts that stand in a page's document,
    for a policy that allows these and no other."""
    text = "".join((*_streamlit(), DRAWER, EARLY))
    scripts = re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL)
    return [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]


def _component_modules() -> list[str]:
    """What Streamlit loads, only when it has come that far, for an element like ours,
    and all that this imports: a browser would ask for each when it has the one before."""
    folder = STATIC / "static" / "js"
    found = [path.name for path in sorted(folder.glob("BidiComponent.*.js"))]
    for name in found:
        # As bytes: to decode megabytes of scripts took most of this, and a start waits for it.
        imported = re.findall(rb'from\s*"\./([^"]+)"', (folder / name).read_bytes())
        found.extend(each for each in dict.fromkeys(map(bytes.decode, imported)) if each not in found)
    return [f"static/js/{name}" for name in found]


def _icon_face() -> str:
    """The typeface of Streamlit's icons, from its style, which has nothing else that a page of ours needs: other
    typefaces and formulas. Streamlit asks for the face with a blank at every start, 375 kB; without the blank a browser
    loads it when there is an icon."""
    for path in sorted((STATIC / "static" / "css").glob("index.*.css")):
        if face := re.search(r"@font-face\{[^}]*Material Symbols[^}]*\}", path.read_text("utf-8")):
            text = face[0].replace("url(../media/", "url(static/media/").rstrip(";}")
            return f"<style>{text};unicode-range:U+21-10FFFF}}</style>"
    return ""


@cache
def _streamlit() -> tuple[str, str]:
    """Streamlit's own document before and from the element that it fills. Its
    scripts, which would keep the browser from painting, wait in a template; its
    advice to switch JavaScript on goes, as the page is there without.

    `RuntimeError` if the document has another form."""
    html = (STATIC / "index.html").read_text("utf-8")
    html = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
    html = re.sub(r"<noscript>.*?</noscript>", "", html, flags=re.DOTALL)
    # The pages have typefaces of their own.
    html = re.sub(r'<link\s[^>]*as="font"[^>]*>', "", html)
    elements = re.findall(STARTING, html, flags=re.DOTALL)
    for element in elements:
        html = html.replace(element, "")
    before, marker, after = html.partition('<div id="root">')
    icons, modules = _icon_face(), _component_modules()
    expected = {
        'an element <div id="root">': marker,
        "a script and modules to start with": elements,
        "<title>Streamlit</title>": "<title>Streamlit</title>" in before,
        "modules static/js/BidiComponent.*.js": modules,
        "a typeface of icons in static/css/index.*.css": icons,
    }
    if missing := [name for name, there in expected.items() if not there]:
        raise RuntimeError(_advice(missing))
    scripts = "".join(element for element in elements if 'rel="stylesheet"' not in element)
    ours = [f"{asset_folder()}/{name}" for name in asset_files() if name.endswith(".js")]
    preloads = "".join(f'<link rel="modulepreload" href="{name}">' for name in (*modules, *ours) if name not in scripts)
    later = f'<template id="later">{icons}{scripts}{preloads}</template>{START}'
    return before.strip(), marker + after.replace("</body>", f"{later}</body>")


def _advice(missing: Sequence[str]) -> str:
    return (
        f"Streamlit {streamlit.__version__} has another index.html than {KNOWN_STREAMLIT}, which this program knows: "
        f"it lacks {', '.join(missing)} ({STATIC}). Install a version within the bounds of pyproject.toml "
        f'("streamlit>={KNOWN_STREAMLIT},<…"). To take a newer one: compare its static/index.html with what _streamlit '
        "in web/first_paint.py looks for, change that function, run tests/web and tests/browser, then raise the bound."
    )


def _head(page: Page, origin: str) -> str:
    """Title, description, canonical address, previews and the record of what is shown."""
    address = f"{origin}/{page.address}"
    picture = f"{origin}/preview.png?{page.address.partition('?')[2]}"
    tags = {
        "og:type": "article",
        "og:site_name": "Counterpoint",
        "og:title": page.title,
        "og:description": page.description,
        "og:url": address,
        "og:image": picture,
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": page.description,
        "twitter:card": "summary_large_image",
        "twitter:image": picture,
        "twitter:title": page.title,
        "twitter:description": page.description,
    }
    found = [
        f'<meta name="description" content="{escape(page.description)}">',
        f'<link rel="canonical" href="{escape(address)}">',
        *(_meta(name, text) for name, text in tags.items()),
    ]
    lines = [
        f"<title>{escape(page.title)}</title>",
        # What stands in the place of a view is none for search engines.
        *(found if page.address else [_meta("robots", "noindex")]),
        # By which `page.js` knows that what it gets is what is there already.
        _meta("counterpoint-sum", str(page.sum)),
        f'<script type="application/ld+json">{_record(page, address)}</script>',
        *(PRELOAD.format(name) for name in PRELOADED),
        f'<style id="counterpoint-style">{stylesheet("assets/fonts", PRELOADED)}</style>',
        BOX,
        DRAWER,
    ]
    return "\n".join(lines)


def _meta(name: str, text: str) -> str:
    kind = "property" if name.startswith("og:") else "name"
    return f'<meta {kind}="{name}" content="{escape(text)}">'


def _record(page: Page, address: str) -> str:
    """The schema.org record as JSON that cannot end its element."""
    text = json.dumps({"@context": "https://schema.org", "url": address, **page.record}, ensure_ascii=False)
    return text.translate({ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&"})
