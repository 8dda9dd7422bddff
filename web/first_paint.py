"""Answers a page's address at once: Streamlit's own HTML with the rendered view in it.

Readers see the view while Streamlit loads, and also without JavaScript. Messengers and search engines find the title,
the description and a schema.org record. `page.js` takes the view over when Streamlit has mounted its element.

This is the only module that reads Streamlit's static files. Streamlit has no setting that puts content into its
`index.html`, and without it readers would see an empty page until its scripts have run. `_streamlit` checks the form of
that file when the server starts.
"""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import gzip
import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from components.application import Application
from components.assets import asset_files, asset_folder, inline_asset, inline_script
from components.page_service import PageJob
from components.pages import HOME_PAGE, PAGES, Page
from components.pages.error_pages import error_page
from components.theme.stylesheet import font_faces
from components.url.query import AddressTooLongError, parse_query_parameters
from data import EngineError
from data.translation import current_language, gettext

from .document_head import document_head, meta_element, style_elements
from .not_found import message_document
from .requests import (
    NO_STORE_HEADERS,
    VARY_HEADERS,
    cacheable_response,
    client_of,
    delay_refusal,
    reader_language,
    retry_headers,
    server_url,
)

# Where Streamlit has its `index.html`, and the version whose form this module knows.
STREAMLIT_STATIC_FOLDER = Path(streamlit.__file__).parent / "static"
KNOWN_STREAMLIT_VERSION = "1.67"
# The seconds that a document waits for its page.
FIRST_PAINT_TIMEOUT_SECONDS = 1.0
# After a document without its page, the page is rendered for so many more seconds for the reader who is about to ask
# for it by Streamlit's script, or by the same address again.
RENDER_GRACE_SECONDS = 10.0

# The elements with which Streamlit starts.
START_ELEMENTS = r'<script type="module".*?</script>|<link\s[^>]*rel="(?:modulepreload|stylesheet)".*?>'

# The typefaces alone, for pages of Streamlit's own widgets.
FONT_FACE_STYLE = f"<style>{font_faces('assets/fonts')}</style>"
# Folds the filters on a narrow screen, and makes filters and buttons work until Streamlit is there.
EARLY_SCRIPT = f"<script>{inline_script('early.js')}</script>"
START_SCRIPT = f"<script>{inline_asset('start.js')}</script>"

# Without scripts, a browser opens the same address again until the page is rendered.
REFRESH_TAG = '<noscript><meta http-equiv="refresh" content="3"></noscript>'


def page_routes(application: Application, base: str) -> list[Route]:
    """The routes of the pages below the path `base` ('' or '/path')."""
    paths = {"": HOME_PAGE, "home": HOME_PAGE} | {name: name for name in PAGES}
    return [Route(f"{base}/{path}", _endpoint(application, name, base)) for path, name in paths.items()]


def script_page_routes(application: Application, base: str) -> list[Route]:
    """The routes of the pages that are scripts of their own: Streamlit's document, which needs JavaScript."""

    async def endpoint(request: Request) -> Response:
        with reader_language(request):
            before, root = _streamlit()
            text = gettext("This page needs JavaScript.")
            head = "\n".join(("<title>Counterpoint</title>", meta_element("robots", "noindex"), FONT_FACE_STYLE))
            html = f"{before}{EARLY_SCRIPT}<noscript>{text}</noscript>{root}".replace(
                "<title>Streamlit</title>", head, 1
            )
            return HTMLResponse(html, headers=NO_STORE_HEADERS)

    return [Route(f"{base}/{page.name}", endpoint) for page in application.script_pages]


def _endpoint(application: Application, name: str, base: str) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of a page's documents. It never fails for what an address holds. Where the page takes long, the
    document is Streamlit's own; where the page cannot be shown, the document says why (503)."""

    async def endpoint(request: Request) -> Response:
        with reader_language(request):
            return await respond(request)

    async def respond(request: Request) -> Response:
        query, site = request.url.query, server_url(application, request, base)
        try:
            parameters = parse_query_parameters(query)
        except AddressTooLongError as error:
            return message_document(gettext("This address is too long"), str(error), 414)
        # A cached page has a cached document, as long as it is of the same day and the same state of the dataset.
        key = (name, current_language(), query, site, dt.datetime.now(dt.UTC).date(), application.status)
        if document := application.documents.get(key):
            return await _compressed_response(request, document)
        job = await run_in_threadpool(application.submit_page, name, parameters, site, client_of(request.scope))
        if not await _wait_for_page(job, request):
            return HTMLResponse(_streamlit_document(), headers=NO_STORE_HEADERS)
        try:
            page = job.page()
        except EngineError as error:
            await delay_refusal(error)
            page = error_page(name, parameters, error, application.problems)
            return HTMLResponse(_html(page, parameters, site), 503, retry_headers(error))
        if page.status != 200:
            return HTMLResponse(_html(page, parameters, site), page.status, NO_STORE_HEADERS)

        def compress() -> bytes:
            return gzip.compress(_html(page, parameters, site).encode(), 6, mtime=0)

        create = application.documents.get_or_create
        return await _compressed_response(request, await run_in_threadpool(create, key, compress, 4 * len(query)))

    return endpoint


async def _wait_for_page(job: PageJob, request: Request) -> bool:
    """True if the page is rendered, or has failed, within `FIRST_PAINT_TIMEOUT_SECONDS`.

    After that, rendering goes on for a reader who is still connected and will ask again; it stops for one who has
    left."""
    future = asyncio.wrap_future(job.future)
    # Those who ask for the page get the error. Without this, asyncio would log it as never retrieved.
    future.add_done_callback(lambda done: done.cancelled() or done.exception())
    await asyncio.wait({future}, timeout=FIRST_PAINT_TIMEOUT_SECONDS)
    if not future.done() and not await request.is_disconnected():
        asyncio.get_running_loop().call_later(RENDER_GRACE_SECONDS, job.leave)
    else:
        job.leave()
    return future.done()


def accepts_gzip(header: str) -> bool:
    """True if an Accept-Encoding header allows gzip; a weight of 0 forbids it (RFC 9110, 12.5.3)."""
    weights = {}
    for part in header.lower().replace(" ", "").split(","):
        coding, _, weight = part.partition(";q=")
        weights[coding] = not weight or weight.strip("0.") != ""
    return weights.get("gzip", weights.get("*", False))


async def _compressed_response(request: Request, document: bytes) -> Response:
    response = cacheable_response(
        request, document, "text/html", {"Vary": ", ".join(("Accept-Encoding", *VARY_HEADERS.values()))}
    )
    if response.status_code == 304:
        return response
    if accepts_gzip(request.headers.get("accept-encoding", "")):
        response.headers["Content-Encoding"] = "gzip"
        return response
    headers = {name: response.headers[name] for name in ("ETag", "Cache-Control", "Vary")}
    return HTMLResponse(await run_in_threadpool(gzip.decompress, document), headers=headers)


def _html(page: Page, parameters: Mapping[str, Sequence[str]], site: str) -> str:
    framed = " embedded" if parameters.get("embed") == ["true"] else ""
    before, root = _streamlit()
    html = f'{before}{EARLY_SCRIPT}<div id="first-paint" class="cp-root{framed}">{page.html}</div>{root}'
    html = html.replace('<html lang="en">', f'<html lang="{current_language()}">', 1)
    return html.replace("<title>Streamlit</title>", document_head(page, site), 1)


def _streamlit_document() -> str:
    """Return Streamlit's own document in our style. Streamlit shows that it is running and then loads the page."""
    before, root = _streamlit()
    head = "\n".join(("<title>Counterpoint</title>", meta_element("robots", "noindex"), REFRESH_TAG, *style_elements()))
    return f"{before}{root}".replace("<title>Streamlit</title>", head, 1)


def inline_script_hashes() -> list[str]:
    """The SHA-256 hashes, in base64, of the scripts that stand in a page's document,
    for a policy that allows these and no other."""
    text = "".join((*_streamlit(), EARLY_SCRIPT))
    scripts = re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL)
    return [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]


def _component_modules() -> list[str]:
    """The modules that Streamlit loads late for an element like ours, and all that they import: a browser would ask for
    each only after the one before."""
    folder = STREAMLIT_STATIC_FOLDER / "static" / "js"
    modules = [path.name for path in sorted(folder.glob("BidiComponent.*.js"))]
    for name in modules:
        # As bytes, since decoding megabytes of scripts would delay the start.
        imported = re.findall(rb'from\s*"\./([^"]+)"', (folder / name).read_bytes())
        modules.extend(each for each in dict.fromkeys(map(bytes.decode, imported)) if each not in modules)
    return [f"static/js/{name}" for name in modules]


def _icon_face() -> str:
    """The typeface of Streamlit's icons, from its style, which has nothing else that a page of ours needs: other
    typefaces and formulas. Streamlit asks for the face with a blank at every start, 375 kB; without the blank a browser
    loads it when there is an icon."""
    for path in sorted((STREAMLIT_STATIC_FOLDER / "static" / "css").glob("index.*.css")):
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
    html = (STREAMLIT_STATIC_FOLDER / "index.html").read_text("utf-8")
    html = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
    html = re.sub(r"<noscript>.*?</noscript>", "", html, flags=re.DOTALL)
    # The pages have typefaces of their own.
    html = re.sub(r'<link\s[^>]*as="font"[^>]*>', "", html)
    elements = re.findall(START_ELEMENTS, html, flags=re.DOTALL)
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
    later = f'<template id="later">{icons}{scripts}{preloads}</template>{START_SCRIPT}'
    return before.strip(), marker + after.replace("</body>", f"{later}</body>")


def _advice(missing: Sequence[str]) -> str:
    return (
        f"Streamlit {streamlit.__version__} has another index.html than {KNOWN_STREAMLIT_VERSION}, which this program "
        f"knows: it lacks {', '.join(missing)} ({STREAMLIT_STATIC_FOLDER}). Install a version within the bounds of "
        f'pyproject.toml ("streamlit>={KNOWN_STREAMLIT_VERSION},<…"). To take a newer one: compare its '
        "static/index.html with what _streamlit in web/first_paint.py looks for, change that function, run tests/web "
        "and tests/browser, then raise the bound."
    )
