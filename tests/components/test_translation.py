"""Every text that readers see passes through `data.translation`."""

import json
import re
from gettext import NullTranslations
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.pages import PAGES
from components.pages.error_pages import error_page, problems_page
from components.url.view import ISSUE_ORDERS
from data import Report, date_label, load, translation
from data.model import BusyError, QueryTooLongError
from data.settings import SHIPPED_DATASET
from data.translation import gettext, ngettext
from tests.applications import application_of
from tests.conftest import write_dataset
from tests.pages import page_of
from tests.reading import statements_of
from web.routes import application_routes

ROOT = Path(__file__).parents[2]
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = str.maketrans(LETTERS, "áƀćđéƒğħíĵķłḿńóƥɋřšťúṽŵẋýžÁɃĆĐÉƑĞĦÍĴĶŁḾŃÓƤɊŘŠŤÚṼŴẊÝŽ")
CYRILLIC = str.maketrans(LETTERS, "".join(map(chr, range(0x410, 0x444))))
# Fields, markup and entities of a message stay as they are.
FIXED = re.compile(r"(%\(\w+\)s|%%|\{[\w.]*\}|<[^>]*>|&\w+;)")
TEXTS = (
    "name short_name description role proposition note title publisher author licence summary quote translation locator"
)
# The columns with texts get Cyrillic letters, and columns with ids that pages show get digits.
CHANGES = dict.fromkeys(f"{TEXTS} definition better_known_as".split(), CYRILLIC)
CHANGES |= dict.fromkeys(("kind", "coder"), str.maketrans(LETTERS, "1234567890" * 5 + "12"))
# Code, and citations, which are in English as their styles are.
UNSEEN = re.compile(r'<(style|script|code|pre|textarea)\b.*?</\1>|<p class="citation".*?</p>', re.DOTALL)
SEEN = re.compile(r' (?:title|alt|aria-(?:label|roledescription)|placeholder|data-(?:done|failed|undrawn))="(.*?)"')
DRAWN = {"text", "hovertext", "ticktext", "customdata"}
WORD = re.compile(r"(?<![\w/.])[A-Za-z]{2,}")
# What is the same in every language: the program's name, forms of files and citations, words of addresses, which
# notices quote, and ids for which the tiny dataset has no name.
NAMES = {"Counterpoint", "CSV", "XLSX", "Parquet", "JSON", "BibTeX", "RIS", "CSL", "APA", "MLA", "Chicago"}
NAMES |= {"party", "theme", "from", "sort", *ISSUE_ORDERS, "usd", "per", "crown", "bases", "east", "Institute"}


class PseudoTranslations(NullTranslations):
    """Translates each message into itself with accents."""

    def gettext(self, message):
        parts = FIXED.split(message)
        return "".join(part if place % 2 else part.translate(ACCENTED) for place, part in enumerate(parts))

    def ngettext(self, singular, plural, number):
        return self.gettext(singular if number == 1 else plural)


def in_other_letters(source, target):
    """Write the dataset of a folder without Latin letters in its texts, so that all English words on a page are the
    program's."""
    target.mkdir()
    for path in source.glob("*.csv"):
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        own = {name: frame[name].str.translate(CHANGES[name]) for name in frame.columns.intersection(list(CHANGES))}
        frame.assign(**own).to_csv(target / path.name, index=False)
    descriptor = json.loads((source / "datapackage.json").read_text("utf-8"))
    descriptor |= dict.fromkeys(("title", "description", "version"), "Ж")
    descriptor |= dict.fromkeys(("coders", "selection"), "Ж")
    descriptor |= {"licenses": [{"name": "Ж", "path": "https://example.org"}], "contributors": [{"title": "Ж"}]}
    (target / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    return load(target)


def english_words(html, dataset):
    """Return the words of a document that are neither in the catalogue nor in the dataset."""
    html, drawn = html.replace(dataset.version, ""), []
    for spec in re.findall(r'data-(?:plot|picture)="(.*?)"', html):
        json.loads(unescape(spec), object_hook=lambda each: drawn.extend(each[key] for key in DRAWN & each.keys()))
    html = UNSEEN.sub("", html)
    text = " ".join([re.sub(r"'\w+\?\S*'|None", "", str(drawn)), *SEEN.findall(html), html])
    words = WORD.findall(unescape(re.sub(r"<[^>]*>|https?:[^\s<]*", " ", text)))
    return set(words) - NAMES - {source.language for source in dataset.sources.values()}


def views(dataset):
    """Pages and their parameters that show as much as there is."""
    issues, figures = list(dataset.issues), dataset.figure_records
    yield from ((name, {}) for name in PAGES)
    for name in ("compare", "timeline", "exchanges", "sources"):
        yield name, {"issue": issues[:2], "since": "1995", "to": "2020-04", "q": "а", "kind": list(dataset.kinds)[:6]}
        yield name, {"party": next(iter(dataset.parties)), "language": "en", "stance": "agree", "page": "99"}
        yield name, {"q": "ъъъъ", "version": "1", "since": "1x", "party": ["1"] * 20, "sort": "1", "theme": "1"}
    yield from (("statement", {"id": statement}) for statement in (*statements_of(dataset)["id"][:40:3], "1"))
    yield from (("figures", {"topic": topic}) for topic in figures.topics)
    yield from (("figures", {"indicator": indicator}) for indicator in list(figures.indicators)[:6])
    numerator, denominator = list(figures.measures)[:2]
    for figure in [each for each in figures.figures.values() if figures.indicators[each.indicator].form][:4]:
        yield "figures", {"figure": figure.id}
        yield "figures", {"figure": figure.id, "numerator": numerator, "denominator": denominator, "year": "1900"}


@pytest.mark.parametrize("name", ["tiny", "shipped"])
def test_no_text_bypasses_the_catalogue(name, tmp_path, monkeypatch):
    # Greek, so that dates and names of languages are not English either.
    monkeypatch.setitem(translation.CATALOGUES, "el", PseudoTranslations())
    dataset = in_other_letters(
        SHIPPED_DATASET if name == "shipped" else write_dataset(tmp_path / "tiny"), tmp_path / "other"
    )
    with translation.use_language("el"):
        pages = {str(view): page_of(dataset, view[0], **view[1]) for view in views(dataset)}
        pages |= {str(error): error_page("compare", {}, error, ["Ж"]) for error in (BusyError(), QueryTooLongError(30))}
        pages["problems"] = problems_page(Report("Ж"))
    documents = {view: f"{page.html}<p>{page.title}<p>{page.description}" for view, page in pages.items()}
    client = TestClient(
        Starlette(routes=application_routes(application_of(dataset), "")), headers={"Accept-Language": "el, en"}
    )
    one = f"id={statements_of(dataset)['id'][0]}"
    for address in (
        "compare",
        "print",
        f"print?{one}",
        "print?of=about",
        "embed",
        f"embed?{one}",
        f"cite?{one}",
        "nothing",
    ):
        documents[address] = client.get(address).text
        assert '<html lang="el">' in documents[address]
    documents["feed"] = re.sub("<(id|updated)>.*?<", "<", client.get("feed.atom").text)
    found = {view: english_words(document, dataset) for view, document in documents.items()}
    assert {view: words for view, words in found.items() if words} == {}


def test_the_catalogue_has_every_message():
    with (translation.LOCALE_FOLDER / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    keywords = DEFAULT_KEYWORDS | {"gettext_noop": None}
    with (translation.LOCALE_FOLDER / "messages.pot").open("rb") as file:
        messages = {message.id for message in read_po(file) if message.id}
    assert messages == {message for _, _, message, *_ in extract_from_dir(ROOT, methods, options, keywords)}


GERMAN = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=n!=1;\\n"
msgid "{num} issue"
msgid_plural "{num} issues"
msgstr[0] "{num} Thema"
msgstr[1] "{num} Themen"
msgid "The dataset holds no statement with the id “<bdi>%(id)s</bdi>”."
msgstr "Keine „%(id)s“."
"""


def test_a_catalogue_is_a_file_and_values_are_escaped(tmp_path, monkeypatch, tiny):
    (tmp_path / "de.po").write_text(GERMAN, "utf-8")
    monkeypatch.setitem(translation.CATALOGUES, "de", translation.read_catalogue(tmp_path / "de.po"))
    assert [translation.language_of(header) for header in ("de-AT,en;q=0.5", "fr, en", "")] == ["de", "en", "en"]
    page, texts = application_of(tiny).page, []
    for language in ("en", "de"):
        with translation.use_language(language):
            texts += [translation.ngettext("{num} issue", "{num} issues", number) for number in (1, 2000)]
            texts += [date_label("2019-05-05"), "Keine „&lt;b&gt;“." in page("statement", {"id": ["<b>"]}).html]
    assert texts == ["1 issue", "2,000 issues", "5 May 2019", False, "1 Thema", "2.000 Themen", "5. Mai 2019", True]


def test_text_from_right_to_left_is_isolated_within_a_sentence() -> None:
    assert gettext("{a} and {b}", a="مرحبا", b="east") == "\u2068مرحبا\u2069 and east"
    assert ngettext("{num} of {a}", "{num} of {a}", 2, a="שלום") == "2 of \u2068שלום\u2069"
    assert gettext("{a}", a=3) == "3"
