"""A page's address answered at once: Streamlit's own HTML with the view in it.

A reader sees the view while Streamlit loads, and without JavaScript for good; a
messenger or a search engine finds title, description and a record of what is
shown. `script.js` takes the view away when Streamlit's own content has come.
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

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from zlib_ng import zlib_ng

import components
from components.content import SOON, begun, content, troubled, working
from components.kept import kept
from components.making import under_way
from components.pages import PAGES, Drawn, Page
from components.served import served_as, standing
from components.type import PRELOADED, stylesheet
from data import Dataset, EngineError, Standing
from data.errors import QueryStoppedError

from .answering import FRESH, QUERY_LENGTH, origin_of, parameters_of
from .static_files import STATIC

__all__ = ["document", "first_paint", "inline_scripts"]

DOCUMENTS_MEGABYTES = 32
# zlib's number for the format of gzip, with the largest window.
GZIP = 31
# Who is told that a view is on its way may never come back for it: so many views, and no more are begun for such.
UNDER_WAY_MOST = 100
BUSY = "Many other views are being worked out."

PRELOAD = '<link rel="preload" href="assets/fonts/{}" as="font" type="font/woff2" crossorigin>'

# What Streamlit starts with.
STARTING = r'<script type="module".*?</script>|<link\s[^>]*rel="(?:modulepreload|stylesheet)".*?>'

# The view stands above Streamlit's, in a box that scrolls as Streamlit's does.
BOX = (
    "<style>#first-paint{position:fixed;inset:0;overflow:auto;z-index:1;color-scheme:light dark;"
    "background:light-dark(#fdfcf9,#15181c)}body{margin:0}#first-paint~#root{visibility:hidden}"
    "@media print{#first-paint{position:static}}</style>"
)

# On a narrow screen the filters are folded, as `script.js` has them: as soon as
# they are read, because a browser may paint before the whole document is there.
FOLDED = (
    "<script>if(matchMedia('(max-width: 56rem)').matches)new MutationObserver((_,watch)=>{"
    "const drawer=document.querySelector('details.drawer');if(!drawer)return;"
    "drawer.removeAttribute('open');watch.disconnect()"
    "}).observe(document,{childList:true,subtree:true})</script>"
)

# What filters and buttons do until then.
EARLY = f"<script>{(Path(components.__path__[0]) / 'early.js').read_text('utf-8')}</script>"

# Streamlit's scripts start when the view has been painted: until then they would
# only keep the browser from painting it.
LATER = "requestAnimationFrame(()=>setTimeout(()=>document.head.append(document.getElementById('later').content)))"


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
    return Document(zlib_ng.compress(plain, 6, GZIP), etag, status, again)


def inline_scripts() -> list[str]:
    """The SHA-256 hashes, in base64, of the scripts that stand in a page's document,
    for a policy that allows these and no other."""
    text = "".join((*_streamlit(), FOLDED, EARLY))
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


@cache
def _streamlit() -> tuple[str, str]:
    """Streamlit's own document before and from the element that it fills. Its
    scripts and its style, which would keep the browser from painting, wait in a
    template; its advice to switch JavaScript on goes, as the page is there without."""
    html = (STATIC / "index.html").read_text("utf-8")
    html = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
    html = re.sub(r"<noscript>.*?</noscript>", "", html, flags=re.DOTALL)
    # The pages have typefaces of their own.
    html = re.sub(r'<link\s[^>]*as="font"[^>]*>', "", html)
    waiting = re.findall(STARTING, html, flags=re.DOTALL)
    for element in waiting:
        html = html.replace(element, "")
    before, marker, after = html.partition('<div id="root">')
    if not marker or not waiting or "<title>Streamlit</title>" not in before:
        raise RuntimeError("Streamlit's index.html has another form than this version of Counterpoint knows")
    advised = "".join(waiting)
    modules = "".join(
        f'<link rel="modulepreload" href="{name}">' for name in _component_modules() if name not in advised
    )
    later = f'<template id="later">{advised}{modules}</template><script>{LATER}</script>'
    return before.strip(), marker + after.replace("</body>", f"{later}</body>")


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
        # By which `script.js` knows that what it gets is what is there already.
        _meta("counterpoint-sum", str(page.sum)),
        f'<script type="application/ld+json">{_record(page, address)}</script>',
        *(PRELOAD.format(name) for name in PRELOADED),
        f'<style id="counterpoint-style">{stylesheet("assets/fonts", PRELOADED)}</style>',
        BOX,
        FOLDED,
    ]
    return "\n".join(lines)


def _meta(name: str, text: str) -> str:
    kind = "property" if name.startswith("og:") else "name"
    return f'<meta {kind}="{name}" content="{escape(text)}">'


def _record(page: Page, address: str) -> str:
    """The schema.org record as JSON that cannot end its element."""
    text = json.dumps({"@context": "https://schema.org", "url": address, **page.record}, ensure_ascii=False)
    return text.translate({ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&"})
