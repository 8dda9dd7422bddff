"""Readers report an error in a statement: by a mail or an issue that is filled in, or by a text to copy."""

from html import unescape
from re import search
from urllib.parse import parse_qs, urlsplit

import pytest

from components.parts.error_report import report_address
from data import load
from tests.pages import page_of, text_of

ID = "east-2019-bases-paper"
FORMS = {
    "https://github.com/owner/name": ("/owner/name/issues/new", "title", "body"),
    "https://github.com/owner/name/": ("/owner/name/issues/new", "title", "body"),
    "https://codeberg.org/owner/name/issues/new": ("/owner/name/issues/new", "title", "body"),
    "https://gitlab.com/group/name/-/issues/new": ("/group/name/-/issues/new", "issue[title]", "issue[description]"),
}


@pytest.mark.parametrize("contact", FORMS)
def test_report_fills_in_the_form_of_a_tracker(contact):
    address, filled_in = report_address(contact, "A & B", "line\nc=d#e")
    parts = urlsplit(address)
    path, title, body = FORMS[contact]
    assert filled_in
    assert (parts.path, parts.hostname) == (path, urlsplit(contact).hostname)
    assert parse_qs(parts.query) == {title: ["A & B"], body: ["line\nc=d#e"]}


def test_form_keeps_its_own_parameters():
    address, _ = report_address("https://codeberg.org/o/n/issues/new?template=error", "t", "b")
    assert parse_qs(urlsplit(address).query) == {"template": ["error"], "title": ["t"], "body": ["b"]}


def test_report_by_mail_has_subject_and_text():
    address, filled_in = report_address("errors@example.org", "A & B", "one\ntwo?")
    assert (address, filled_in) == ("mailto:errors@example.org?subject=A%20%26%20B&body=one%0Atwo%3F", True)


@pytest.mark.parametrize("contact", ["https://example.org/contact", "https://github.com/owner"])
def test_other_page_is_opened_as_it_is(contact):
    assert report_address(contact, "t", "b") == (contact, False)


def page_with_contact(make_dataset, contact, **changes):
    dataset = load(make_dataset(descriptor=lambda content: content.update(contact=contact), **changes))
    return dataset, page_of(dataset, "statement", id=ID)


def test_statement_page_opens_a_report_with_id_page_and_version(make_dataset):
    cells = {("statements", 10, "summary"): '"><script>alert(1)</script> & more'}
    dataset, page = page_with_contact(make_dataset, "https://github.com/owner/name", cells=cells)
    assert "<script>alert" not in page.html
    link = search(r'class="report-link" href="([^"]*)"', page.html)
    assert link
    query = parse_qs(urlsplit(unescape(link[1])).query)
    assert query["title"] == [f"Error in statement {ID}"]
    for part in (ID, f"https://example.org/statement?id={ID}", dataset.version, '"><script>alert(1)</script> & more'):
        assert part in query["body"][0]
    assert 'id="report-text"' not in page.html


@pytest.mark.parametrize("contact", ["", "javascript:alert(1)", "a@b", "two words@example.org", 7, "x@y.z?body=1"])
def test_without_a_usable_contact_there_is_a_text_to_copy(make_dataset, contact):
    dataset, page = page_with_contact(make_dataset, contact)
    assert dataset.contact == ""
    assert "report-link" not in page.html
    assert f"Statement: {ID}" in page.html
    assert "names no contact" in text_of(page)


def test_about_page_names_contributors_and_contact(make_dataset):
    def describe(content):
        content |= {"contact": "errors@example.org", "contributors": [{"title": "A. Curator"}, {"title": "B. Reader"}]}

    html = page_of(load(make_dataset(descriptor=describe)), "about").html
    assert "A. Curator, B. Reader" in html
    assert 'href="mailto:errors@example.org"' in html
