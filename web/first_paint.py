"""A page's address answered at once: Streamlit's own HTML with the view in it.

A reader sees the view while Streamlit loads, and without JavaScript for good; a
messenger or a search engine finds title, description and a record of what is
shown. `script.js` takes the view away when Streamlit's own content has come.
"""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import gzip
import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cache
from html import escape
from math import ceil
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from zlib_ng import zlib_ng

import components
from components.application import Application
from components.error_pages import error_page
from components.page_service import PageJob
from components.pages import PAGES, Page
from components.type import PRELOADED, stylesheet
from data import EngineError

from .requests import QUERY_LENGTH, origin_of, parameters_of, with_etag
from .static_files import STATIC

__all__ = ["first_paint", "inline_scripts"]

# zlib's number for the format of gzip, with the largest window.
GZIP = 31
# A document waits so many seconds for its page.
WAIT_SECONDS = 1.0
# After a document without its page, the page is rendered for so many more seconds for the reader who is about to ask
# for it by Streamlit's script, or by the same address again.
LINGER_SECONDS = 10.0
NEVER_CACHED = {"Cache-Control": "no-store"}

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


# Who reads without scripts opens the same address again until the page is rendered.
REFRESH = '<noscript><meta http-equiv="refresh" content="3"></noscript>'


def first_paint(application: Application, base: str) -> list[Route]:
    """The routes of the pages below the path `base` ('' or '/path')."""
    paths = {"": "compare", "home": "compare"} | {name: name for name in PAGES}
    return [Route(f"{base}/{path}", _endpoint(application, name, base)) for path, name in paths.items()]


def _endpoint(application: Application, name: str, base: str) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of a page's documents. It never fails for what an address holds. Where the page takes long, the
    document is Streamlit's own; where the page cannot be shown, the document says why (503)."""

    async def endpoint(request: Request) -> Response:
        query, site = request.url.query[:QUERY_LENGTH], f"{origin_of(request)}{base}"
        parameters = parameters_of(query)
        # A cached page has a cached document, as long as it is of the same day and the same state of the dataset.
        key = (name, query, site, dt.datetime.now(dt.UTC).date(), application.status)
        if document := application.documents.get(key):
            return await _compressed(request, document)
        job = await run_in_threadpool(application.submit_page, name, parameters, site)
        if not await _ready(job, request):
            return HTMLResponse(_without_page(), headers=NEVER_CACHED)
        try:
            page = job.page()
        except EngineError as error:
            page = error_page(name, parameters, error, application.problems)
            headers = NEVER_CACHED | {"Retry-After": str(ceil(error.again))}
            return HTMLResponse(_html(page, parameters, site), 503, headers)
        document = await run_in_threadpool(
            application.documents.get_or_create, key, lambda: _document(page, parameters, site), 4 * len(query)
        )
        return await _compressed(request, document)

    return endpoint


async def _ready(job: PageJob, request: Request) -> bool:
    """Whether the page is rendered, or has failed, soon. A reader who is still there is about to ask for it again: for
    them it is rendered on; one who has disconnected has left."""
    future = asyncio.wrap_future(job.future)
    # The error is for whoever asks for the page; asyncio would log that nobody did.
    future.add_done_callback(lambda done: done.cancelled() or done.exception())
    await asyncio.wait({future}, timeout=WAIT_SECONDS)
    if not future.done() and not await request.is_disconnected():
        asyncio.get_running_loop().call_later(LINGER_SECONDS, job.leave)
    else:
        job.leave()
    return future.done()


async def _compressed(request: Request, document: bytes) -> Response:
    response = with_etag(request, document, "text/html", {"Vary": "Accept-Encoding"})
    if response.status_code == 304:
        return response
    if "gzip" in request.headers.get("accept-encoding", ""):
        response.headers["Content-Encoding"] = "gzip"
        return response
    headers = {name: response.headers[name] for name in ("ETag", "Cache-Control", "Vary")}
    return HTMLResponse(await run_in_threadpool(gzip.decompress, document), headers=headers)


def _document(page: Page, parameters: Mapping[str, Sequence[str]], site: str) -> bytes:
    """The document of a page, compressed."""
    return zlib_ng.compress(_html(page, parameters, site).encode(), 6, GZIP)


def _html(page: Page, parameters: Mapping[str, Sequence[str]], site: str) -> str:
    framed = " embedded" if parameters.get("embed") == ["true"] else ""
    before, root = _streamlit()
    html = f'{before}{EARLY}<div id="first-paint" class="cp-root{framed}">{page.html}</div>{root}'
    return html.replace("<title>Streamlit</title>", _head(page, site), 1)


def _without_page() -> str:
    """Streamlit's own document in our style: it shows that it is running, and brings the page."""
    before, root = _streamlit()
    head = "\n".join(("<title>Counterpoint</title>", _meta("robots", "noindex"), REFRESH, *_style()))
    return f"{before}{root}".replace("<title>Streamlit</title>", head, 1)


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
        *_style(),
        BOX,
        FOLDED,
    ]
    return "\n".join(lines)


def _style() -> list[str]:
    style = f'<style id="counterpoint-style">{stylesheet("assets/fonts", PRELOADED)}</style>'
    return [*(PRELOAD.format(name) for name in PRELOADED), style]


def _meta(name: str, text: str) -> str:
    kind = "property" if name.startswith("og:") else "name"
    return f'<meta {kind}="{name}" content="{escape(text)}">'


def _record(page: Page, address: str) -> str:
    """The schema.org record as JSON that cannot end its element."""
    text = json.dumps({"@context": "https://schema.org", "url": address, **page.record}, ensure_ascii=False)
    return text.translate({ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&"})
