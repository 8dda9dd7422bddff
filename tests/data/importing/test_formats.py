"""Formats of others, each on a small file in the form that its makers publish."""

import json

import pytest

from data.importing import ImportChoiceError, ImportOptions, ImportSourceError, import_source, unpack_source
from data.importing.files.source_files import SourceFile


def json_file(name, content):
    return SourceFile(name, json.dumps(content, ensure_ascii=False).encode())


def statements(result, *columns):
    return result.tables["statements"][list(columns)].to_numpy().tolist()


def own_words(result):
    table = result.tables["statements"]
    return [" ".join(cells).strip() for cells in table[["quote", "text" if "text" in table else "summary"]].to_numpy()]


QUAL_O_MAT = [
    json_file(
        "party.json",
        [
            {"id": 0, "name": "CDU / CSU", "longname": "Christlich Demokratische Union Deutschlands"},
            {"id": 1, "name": "GRÜNE", "longname": "BÜNDNIS 90/DIE GRÜNEN"},
        ],
    ),
    json_file(
        "statement.json",
        [
            {"id": 0, "category": 0, "label": "Tempolimit", "text": "Auf allen Autobahnen soll ein Tempolimit gelten."},
            {"id": 1, "category": None, "label": "Wählen ab 16", "text": "Auch Jugendliche ab 16 sollen wählen."},
        ],
    ),
    json_file("category.json", [{"id": 0, "label": "Umwelt und Verkehr"}]),
    json_file("answer.json", [{"id": 0, "message": "Stimme zu"}, {"id": 1, "message": "Stimme nicht zu"}]),
    json_file("comment.json", [{"id": 0, "text": '"Wir lehnen ein generelles Tempolimit ab."'}]),
    json_file(
        "opinion.json",
        [
            {"id": 0, "party": 0, "statement": 0, "answer": 1, "comment": 0},
            {"id": 1, "party": 1, "statement": 0, "answer": 0, "comment": None},
            {"id": 2, "party": 1, "statement": 1, "answer": 7, "comment": None},
            {"id": 3, "party": 9, "statement": 1, "answer": 0, "comment": None},
        ],
    ),
    json_file(
        "overview.json",
        {"title": "Bundestagswahl", "date": "2021-09-26", "data_source": "https://www.wahl-o-mat.de/a.pdf"},
    ),
]


def test_wahl_o_mat_as_in_qual_o_mat_data():
    result = import_source(QUAL_O_MAT)
    assert result.report.format.startswith("qual-o-mat")
    assert result.title == "Wahl-O-Mat Bundestagswahl 2021"
    assert statements(result, "party", "issue", "stance", "date") == [
        ["cdu-csu", "tempolimit", "disagree", "2021-09-26"],
        ["gruene", "tempolimit", "agree", "2021-09-26"],
    ]
    assert own_words(result)[0] == "Wir lehnen ein generelles Tempolimit ab."
    assert set(result.tables["statements"]["basis"]) == {"declared"}
    assert result.tables["issues"]["theme"].tolist() == ["umwelt-und-verkehr", ""]
    assert result.tables["sources"]["url"].tolist() == ["https://www.wahl-o-mat.de/a.pdf"]
    assert len(result.report.refused) == 2
    assert result.problems == []


WAHL_O_MAT = """Partei: Nr.,Partei: Kurzbezeichnung,Partei: Name,These: Nr.,These: Titel,These: These,\
Position: Position,Position: Begründung
1,SPD,Sozialdemokratische Partei Deutschlands,1,Tempolimit,Es soll ein Tempolimit gelten.,stimme zu,"""
WAHL_O_MAT += '''"""Ja, aus Gründen."""
2,ÖDP,Ökologisch-Demokratische Partei,1,Tempolimit,Es soll ein Tempolimit gelten.,neutral,
2,ÖDP,Ökologisch-Demokratische Partei,2,Wehrpflicht,Es soll eine Wehrpflicht gelten.,stimme nicht zu,
'''


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_wahl_o_mats_own_csv(encoding):
    files = unpack_source(WAHL_O_MAT.encode(encoding), "Wahl-O-Mat Bundestag 2025.csv")
    with pytest.raises(ImportChoiceError, match="name the day") as caught:
        import_source(files)
    assert caught.value.choice == "date"
    result = import_source(files, ImportOptions(date="2025-02-23"))
    assert result.report.format.startswith("wahl-o-mat")
    assert statements(result, "party", "issue", "stance") == [
        ["spd", "tempolimit", "agree"],
        ["oedp", "tempolimit", "neutral"],
        ["oedp", "wehrpflicht", "disagree"],
    ]
    assert own_words(result)[0] == "Ja, aus Gründen."
    assert result.tables["parties"]["short_name"].tolist() == ["SPD", "ÖDP"]


COMPASS = {
    "version": "1",
    "algorithm": "cityblock/accept-partly-reject",
    "languages": [{"name": "Deutsch", "code": "de"}, {"name": "English", "code": "en"}],
    "title": {"de": "Schülervertretung 1993", "en": "Head Boy Elections 1993"},
    "parties": [
        {"alias": "spew", "name": {"de": "Bund", "en": "Society"}, "short": {"de": "B", "en": "S"}, "logo": "data:x"},
        {"alias": "dl", "name": {"de": "Liste", "en": "List"}, "short": {"de": "L", "en": "L"}},
    ],
    "theses": [
        {
            "title": {"de": "Hut", "en": "Hat"},
            "statement": {"de": "Der [Hut]<Ein Hut.> soll sprechen.", "en": "The hat should speak."},
            "positions": {
                "spew": {"position": "approve", "explanation": {"de": "Weil.", "en": "Because."}},
                "dl": {"position": "skip", "explanation": {"de": "", "en": ""}},
            },
        },
        {
            "statement": {"de": "Mehr Eulen.", "en": "More owls."},
            "positions": {"dl": {"position": "reject"}, "spew": {"position": "partly"}},
        },
    ],
}


def test_open_election_compass():
    result = import_source([json_file("compass.json", COMPASS)], ImportOptions(date="1993", language="de"))
    assert result.title == "Schülervertretung 1993"
    assert statements(result, "party", "issue", "stance", "date") == [
        ["spew", "hut", "agree", "1993"],
        ["dl", "mehr-eulen", "disagree", "1993"],
        ["spew", "mehr-eulen", "partly-agree", "1993"],
    ]
    assert result.tables["issues"]["proposition"].tolist() == ["Der Hut soll sprechen.", "Mehr Eulen."]
    assert own_words(result) == ["Weil.", "", ""]
    assert any("1 answers that take no position" in note for note in result.report.notes)


LIKERT = [{"id": str(number), "label": str(number), "normalizableValue": number} for number in range(1, 6)]
OPENVAA = {
    "elections": [{"id": "e", "name": "Hyrule Elections 2033", "date": "2033-11-03"}],
    "questions": {
        "categories": [{"id": "c", "name": {"en": "Economy"}, "type": "opinion"}],
        "questions": [
            {
                "id": "q1",
                "type": "singleChoiceOrdinal",
                "categoryId": "c",
                "name": "Taxes should fall.",
                "choices": LIKERT,
            },
            {"id": "q2", "type": "text", "categoryId": "c", "name": "Manifesto"},
            {"id": "q3", "type": "boolean", "categoryId": "c", "name": {"en": "Mines should be allowed."}},
        ],
    },
    "entities": {
        "organization": [
            {
                "id": "o1",
                "name": "The Evil Party",
                "shortName": "EP",
                "answers": {"q1": {"value": "5", "info": "No."}, "q2": {"value": "x"}},
            },
            {"id": "o2", "name": "Gerudo Party", "answers": {"q1": {"value": "2"}, "q3": {"value": False}}},
        ],
        "candidate": [{"id": "c1", "firstName": "Ganon", "answers": {"q1": {"value": "1"}}}],
    },
}


def test_openvaa():
    result = import_source([json_file("openvaa.json", OPENVAA)])
    assert statements(result, "party", "issue", "stance", "date") == [
        ["the-evil-party", "taxes-should-fall", "agree", "2033-11-03"],
        ["gerudo-party", "taxes-should-fall", "partly-disagree", "2033-11-03"],
        ["gerudo-party", "mines-should-be-allowed", "disagree", "2033-11-03"],
    ]
    assert result.tables["issues"]["theme"].tolist() == ["economy", "economy"]
    assert own_words(result)[0] == "No."
    assert [note.split(":")[0] for note in result.report.notes] == [
        "questions without a scale of agreement",
        "1 entities that are no organizations, such as candidates",
    ]


UN = [
    SourceFile(
        "unvotes.csv",
        b"rcid,country,country_code,vote\n3,United States,US,yes\n3,Cuba,CU,abstain\n77,Cuba,CU,no\n"
        b"77,United States,US,absent\n77,Cuba,CU,no\n99,Cuba,CU,yes\n77,Namibia,NA,perhaps\n",
    ),
    SourceFile(
        "roll_calls.csv",
        b"rcid,session,importantvote,date,unres,amend,para,short,descr\n"
        b'3,1,0,1946-01-01,R/1/66,1,0,"AMENDMENTS, RULES OF PROCEDURE",TO ADOPT A CUBAN AMENDMENT\n'
        b"77,2,0,1947-11-06,R/2/1,0,0,PALESTINE,TO ADOPT A REPORT\n",
    ),
    SourceFile("issues.csv", b"rcid,short_name,issue\n77,me,Palestinian conflict\n77,co,Colonialism\n"),
]


@pytest.mark.parametrize("abstention", ["neutral", "no-stand"])
def test_votes_of_the_united_nations(abstention):
    result = import_source(UN, ImportOptions(title="UN votes", abstention=abstention))
    assert result.report.format.startswith("roll-calls")
    assert statements(result, "id", "stance", "date", "locator") == [
        ["vote-3-united-states", "agree", "1946-01-01", "R/1/66"],
        ["vote-3-cuba", abstention, "1946-01-01", "R/1/66"],
        ["vote-77-cuba", "disagree", "1947-11-06", "R/2/1"],
    ]
    assert result.tables["issues"]["name"].tolist() == ["AMENDMENTS, RULES OF PROCEDURE", "PALESTINE", "99"]
    assert result.tables["issues"]["theme"][1].split()[0] == "palestinian-conflict"
    assert len(result.tables["themes"]) == 2
    assert result.report.refused["row"].tolist() == [6, 7, 8]
    assert any("1 votes of absent voters" in note for note in result.report.notes)
    assert result.problems == []


def test_votes_may_number_items_as_statistics_programs_do():
    tables = {file.name: file.content for file in UN}
    tables["unvotes.csv"] = tables["unvotes.csv"].replace(b"\n3,", b"\n3.0,").replace(b"\n77,", b"\n77.00,")
    tables["roll_calls.csv"] = tables["roll_calls.csv"].replace(b"ADOPT A REPORT", b"ADOPT\x08 A REPORT\x08")
    result = import_source([SourceFile(name, tables[name]) for name in sorted(tables)])
    # Named after the table of votes, whichever comes first.
    assert result.title == "unvotes"
    assert statements(result, "id") == [["vote-3-united-states"], ["vote-3-cuba"], ["vote-77-cuba"]]
    assert result.tables["issues"]["proposition"][1] == "TO ADOPT  A REPORT"
    assert "issues.csv, column proposition: control characters are taken as blanks" in result.report.assumptions
    assert result.problems == []


def test_roll_calls_in_one_table():
    content = b"MP;Bill;Date;Vote\nAnn Lee;Tax act;3.4.2019;Ja\nBob;Tax act;3.4.2019;Nein\n"
    result = import_source(unpack_source(content, "votes.csv"), ImportOptions(format="roll-calls"))
    assert statements(result, "party", "issue", "stance", "date") == [
        ["ann-lee", "tax-act", "agree", "2019-04-03"],
        ["bob", "tax-act", "disagree", "2019-04-03"],
    ]


REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://checker.example/1",
    "claimReviewed": "NATO pays 22 times as much as Russia.",
    "datePublished": "2019-05-01T10:00:00Z",
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "Sergey Lavrov"},
        "datePublished": "2019-04-15",
        "appearance": [{"@type": "CreativeWork", "url": "https://example.org/speech"}],
    },
    "author": {"@type": "Organization", "name": "The Checker"},
    "reviewRating": {"@type": "Rating", "ratingValue": 4, "alternateName": "Mostly true"},
}


@pytest.mark.parametrize("form", ["json", "graph", "html"])
def test_claim_review_gives_candidates(form):
    text = json.dumps({"@graph": [REVIEW]} if form == "graph" else REVIEW)
    page = f'<html><script type="application/ld+json">{text}</script><script>x</script></html>'
    name, content = ("a.html", page) if form == "html" else ("a.json", text)
    result = import_source([SourceFile(name, content.encode())])
    assert statements(result, "party", "date", "stance") == [["sergey-lavrov", "2019-04-15", "agree"]]
    assert result.tables["statements"]["note"][0].startswith(
        "Candidate, not coded yet. The Checker rates the claim: Mostly"
    )
    assert result.tables["sources"]["url"].tolist() == ["https://example.org/speech"]


MAPPED = (
    b"Who;About;Said;When;Paper\nEast;Bases;pro;2019;Report\nWest;Bases;con;2020;Report\nWest;Bases;dunno;2020;Report\n"
)


def test_any_table_by_a_mapping():
    mapping = {
        "columns": {"party": "Who", "issue": "About", "stance": "Said", "date": "When", "source": "Paper"},
        "fixed": {"source.publisher": "Times", "issue.proposition": "There should be bases."},
        "stances": {"pro": "partly-agree", "con": "disagree"},
    }
    result = import_source([SourceFile("a.csv", MAPPED)], ImportOptions(format="mapping", mapping=mapping))
    assert statements(result, "party", "stance") == [["east", "partly-agree"], ["west", "disagree"]]
    assert result.tables["sources"]["publisher"].tolist() == ["Times"]
    assert len(result.report.refused) == 1


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({"columns": {"party": "Whom"}}, "names columns 'Whom'"),
        ({"columns": {"colour": "Who"}}, "the fields are"),
        ({"columns": []}, "object of texts"),
        ({"stances": {"pro": "yes"}}, "no stance of"),
        ([], "object of texts"),
    ],
)
def test_faulty_mapping_is_named(mapping, message):
    with pytest.raises(ValueError, match=message):
        import_source([SourceFile("a.csv", MAPPED)], ImportOptions(format="mapping", mapping=mapping))


@pytest.mark.parametrize(
    "content", [[], {}, {"parties": 7, "theses": None}, {"questions": {}, "entities": 3}, [[[]]], "x"]
)
@pytest.mark.parametrize(
    "name", ["qual-o-mat", "election-compass", "openvaa", "claim-review", "roll-calls", "wahl-o-mat"]
)
def test_json_of_another_form_is_an_error_with_words(content, name):
    files = [json_file(each, content) for each in ("party.json", "statement.json", "opinion.json")]
    with pytest.raises(ImportSourceError, match=r"\w+ \w+"):
        import_source(files, ImportOptions(format=name, date="2020"))
