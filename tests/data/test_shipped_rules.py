"""The shipped statements keep the codebook's rules, the same for both parties, as far as a machine can tell."""

import re
from collections import Counter, defaultdict
from urllib.parse import urlsplit

import pytest

from data.settings import SHIPPED_DATASET
from tests.reading import statements_of

# What the copy of the Founding Act prints in its preamble, in the order of the words.
FOUNDING_ACT = """
Russia and NATO do not consider each other as adversaries. They share the goal of overcoming the vestiges of earlier
confrontation and competition and of strengthening mutual trust and cooperation. [...] They intend to develop, on the
basis of common interest, reciprocity and transparency a strong, stable and enduring partnership.
"""
NOT_WANTED = re.compile(
    r"(does not|do not|don[’']t|doesn[’']t|wants?|seeks?) (want|seek|no |neither)"
    r"|will not (enter|be drawn)|without being drawn"
)
STATES = ("confrontation", "cold-war", "arms-race")
# Hosts of the parties' own pages, by how they end.
OWN_HOSTS = ("nato.int", "kremlin.ru", "mid.ru", "russiaeu.ru", "premier.gov.ru")
# Collections of copies, which hold documents of several publishers.
SHARED_HOSTS = {"github.com"}


@pytest.fixture(scope="module")
def statements(shipped):
    return statements_of(shipped).to_dict("records")


def test_quotes_of_the_founding_act_are_its_own_words(statements):
    text = " ".join(FOUNDING_ACT.split())
    quotes = {row["quote"] for row in statements if row["source"] == "founding-act-1997"}
    assert len(quotes) == 3
    assert [quote for quote in quotes if quote not in text] == []


def test_sentences_of_a_reporter_are_nobodys_statement(statements):
    reporter = re.compile(r"\b(is|are) reported to\b|^VOVWORLD (names|recalls)")
    assert [row["id"] for row in statements if reporter.search(row["summary"])] == []


def test_statements_of_both_parties_are_balanced_within_five_percent(statements):
    russia, nato = (Counter(row["party"] for row in statements)[party] for party in ("russia", "nato"))
    assert max(russia, nato) <= 1.05 * min(russia, nato)


def test_most_issues_have_two_dates_of_each_party(shipped, statements):
    dates = defaultdict(set)
    for row in statements:
        dates[row["issue"], row["party"]].add(row["date"])
    full = [issue for issue in shipped.issues if all(len(dates[issue, party]) >= 2 for party in shipped.parties)]
    assert len(full) >= 0.8 * len(shipped.issues)


def test_who_does_not_want_or_seek_something_does_not_deny_it(statements):
    on_states = [row for row in statements if row["issue"] in STATES]
    told = [row for row in on_states if NOT_WANTED.search(f"{row['summary']} {row['quote']}")]
    assert {row["party"] for row in told} == {"russia", "nato"}
    assert len(told) >= 15
    assert [row["id"] for row in told if row["stance"] != "partly-disagree"] == []


def test_the_same_words_have_the_same_stance(statements):
    stances = defaultdict(set)
    for row in statements:
        if row["quote"]:
            stances[row["issue"], row["quote"]].add(row["stance"])
    assert [words for words, found in stances.items() if len(found) > 1] == []


def test_promises_for_nuclear_missiles_only_are_partial(statements):
    told = [row for row in statements if row["issue"] == "inf-missiles" and "nuclear" in row["quote"]]
    assert len(told) >= 3
    assert {row["stance"] for row in told} == {"partly-agree"}


def test_former_office_holders_speak_for_themselves(statements):
    late = [row["id"] for row in statements if row["speaker"] == "dmitry-medvedev" and row["date"] > "2020-01"]
    assert late == []


def test_a_note_says_so_where_a_sentence_names_no_speaker(statements):
    told = [row for row in statements if re.match(r"In the paragraph given to", row["summary"])]
    assert len(told) == 5
    assert [row["id"] for row in told if not re.search(r"[Nn]o speaker", row["note"])] == []


# Publishers are spelled as the dataset's README says: Paper (Agency), Paper (after X), X (text at host)


def test_each_publisher_has_one_spelling(shipped):
    names = {source.publisher for source in shipped.sources.values()}
    spellings = defaultdict(set)
    for name in names:
        spellings[re.sub(r"\W", "", name.casefold())].add(name)
    assert [same for same in spellings.values() if len(same) > 1] == []
    assert [name for name in names if not re.fullmatch(r"[^()]+( \([^()]+\))?", name)] == []
    assert [name for name in names if re.search(r"\b(copy|copied|reprint\w*|excerpts?|via)\b|[а-яё]", name, re.I)] == []


def test_each_host_has_one_publisher(shipped):
    publishers = defaultdict(set)
    for source in shipped.sources.values():
        if source.url and "(text at " not in source.publisher:
            host = urlsplit(source.url).netloc.removeprefix("www.")
            publishers[host].add(source.publisher.partition(" (")[0])
    assert {host: names for host, names in publishers.items() if len(names) > 1 and host not in SHARED_HOSTS} == {}


def test_a_copy_names_the_host_that_holds_it(shipped):
    copies = [source for source in shipped.sources.values() if "(text at " in source.publisher]
    assert len(copies) >= 30
    hosts = {source.id: re.search(r"\(text at ([^()]+)\)", source.publisher).group(1) for source in copies}
    assert [id_ for id_, host in hosts.items() if host not in urlsplit(shipped.sources[id_].url).netloc] == []


def test_only_a_partys_own_page_is_a_primary_source_of_a_statement(shipped, statements):
    sources = [shipped.sources[row["source"]] for row in statements]
    primary = {source.url for source in sources if source.carrier == "primary"}
    assert len(primary) >= 50
    assert [url for url in primary if not urlsplit(url).netloc.endswith(OWN_HOSTS)] == []
    assert [source.id for source in sources if source.carrier == "primary" and "(" in source.publisher] == []


def test_publishers_with_a_country_are_publishers_of_documents(shipped):
    recorded = set(shipped.tables["publishers"]["name"])
    assert recorded <= {source.publisher for source in shipped.sources.values()}


def test_the_readme_counts_what_the_tables_hold(shipped, statements):
    readme = " ".join((SHIPPED_DATASET / "README.md").read_text("utf-8").split())
    parties, checked = (Counter(row[column] for row in statements) for column in ("party", "checked"))
    carriers = Counter(shipped.sources[row["source"]].carrier for row in statements)
    told = [
        f"{len(statements)} statements ({parties['russia']} of Russia, {parties['nato']} of NATO)",
        f"of {len(shipped.speakers)} speakers on {len(shipped.issues)} issues",
        f"from {len(shipped.sources)} documents",
        f"**Read whole**: {checked['page']} statements rest on a document read whole",
        f"{carriers['primary']} statements rest on a party's own page, {carriers['agency']} on an agency, "
        f"{carriers['secondary']} on others",
    ]
    assert [words for words in told if words not in readme] == []


def test_most_latest_positions_rest_on_an_institution_or_an_agency(shipped, statements):
    latest = {}
    for row in statements:
        if row["weight"] != "aside" and row["stance"] != "no-stand":
            latest[row["issue"], row["party"]] = shipped.sources[row["source"]].carrier
    carriers = Counter(latest.values())
    # One party has taken no stand on one issue.
    assert len(latest) == 2 * len(shipped.issues) - 1
    assert carriers["secondary"] <= 13
