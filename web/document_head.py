"""The head of a page's document: title, description, previews for messengers, the schema.org record, and the style."""

from __future__ import annotations

import json
from html import escape

from components.assets import inline_asset
from components.pages import Page
from components.theme.stylesheet import PRELOADED_FONTS, stylesheet
from data.translation import gettext

FONT_PRELOAD_LINK = '<link rel="preload" href="assets/fonts/{}" as="font" type="font/woff2" crossorigin>'
# Puts the view above Streamlit's element.
FIRST_PAINT_STYLE = f"<style>{inline_asset('first_paint.css')}</style>"


def document_head(page: Page, origin: str) -> str:
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
    metadata = [
        f'<meta name="description" content="{escape(page.description)}">',
        f'<link rel="canonical" href="{escape(address)}">',
        *(meta_element(name, text) for name, text in tags.items()),
    ]
    lines = [
        f"<title>{escape(page.title)}</title>",
        # Search engines must not index a document that replaces a view.
        *(metadata if page.address else [meta_element("robots", "noindex")]),
        # With this, `page.js` knows if the page that it receives is already shown.
        meta_element("counterpoint-sum", str(page.sum)),
        f'<script type="application/ld+json">{_schema_record(page, address)}</script>',
        *style_elements(),
        FIRST_PAINT_STYLE,
    ]
    return "\n".join(lines)


def style_elements() -> list[str]:
    """The style of the pages, and links that have its first typefaces loaded early."""
    # Streamlit's status stands outside of the page, so its text comes with the style.
    working = f":root{{--working:{json.dumps(gettext('Working on this view'), ensure_ascii=False)}}}"
    style = f'<style id="counterpoint-style">{working}{stylesheet("assets/fonts", PRELOADED_FONTS)}</style>'
    return [*(FONT_PRELOAD_LINK.format(name) for name in PRELOADED_FONTS), style]


def meta_element(name: str, text: str) -> str:
    """A `meta` element; one of Open Graph, such as `og:title`, has its name as a property."""
    kind = "property" if name.startswith("og:") else "name"
    return f'<meta {kind}="{name}" content="{escape(text)}">'


def _schema_record(page: Page, address: str) -> str:
    """The schema.org record as JSON that cannot end its element."""
    text = json.dumps({"@context": "https://schema.org", "url": address, **page.record}, ensure_ascii=False)
    return text.translate({ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&"})
