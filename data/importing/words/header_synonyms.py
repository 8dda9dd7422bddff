"""The names of sheets and columns that people give to what the format calls otherwise, in several languages.

Names are compared as `normalize_name` writes them: lower case, without accents, marks of punctuation as blanks.
English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian.
"""

from __future__ import annotations

# Fields of a flat sheet: columns of `statements`, and columns of other tables after a dot.
FIELD_SYNONYMS: dict[str, str] = {
    "id": "id; statement id; nr; no; number; nummer; numero; numer",
    "party": "party; parties; partei; parteien; parti; partis; partido; partito; partij; partia; партия; actor;"
    " akteur; side; seite; country; land; pays; pais; paese; voter; company; firma; unternehmen; organisation;"
    " organization; who; wer; qui; quien; chi; fraktion; group; gruppe; party name; name of party; partei"
    " kurzbezeichnung",
    "party.name": "full name of party; party full name; partei name; parteiname; nom du parti; nombre del partido",
    "party.group": "party group; group of party; groups; coalition; koalition; bloc; camp; lager; alliance; bundnis;"
    " region; family; parteienfamilie; coalizione; coalicion; gruppe der partei",
    "issue": "issue; issues; topic; thema; sujet; tema; theme of statement; question; frage; pregunta; domanda;"
    " pergunta; vraag; onderwerp; temat; вопрос; тема; streitfrage; streitpunkt; thesis; these; tesis; tesi;"
    " enjeu; asunto; argomento; assunto; item; these titel; titel der these; kurztitel; these kurztitel;"
    " kurzthese; short thesis; title of thesis; point",
    "issue.proposition": "proposition; proposition text; aussage; these these; these text; text der these;"
    " these langtext; thesentext; satz; wortlaut"
    " der these; statement to agree with; proposicion; proposizione; proposicao; stelling; teza; тезис;"
    " statement; claim; behauptung",
    "issue.theme": "theme; category; kategorie; categorie; categoria; themenfeld; themenbereich;"
    " themengebiet; bereich; field; policy area; politikfeld; subject area; rubrik; rubrique; domaine; area;"
    " kategoria; категория; thema gruppe",
    "stance": "stance; position; haltung; standpunkt; stand; antwort; answer; reponse; respuesta; risposta; resposta;"
    " posicion; posizione; posicao; standpunt; stanowisko; позиция; opinion; meinung; view; vote; votum;"
    " stimme; einschatzung; coding; kodierung; agreement; zustimmung; score; rating;"
    " bewertung; wertung; position position; avis",
    "date": "date; datum; fecha; data; дата; day; tag; stated on; date of statement; when; wann; am; jour; dia; giorno",
    "source": "source; quelle; fuente; fonte; bron; zrodlo; источник; document; dokument; titel der quelle; source"
    " title; title of source; documento; article; artikel; publication; titel; title; titre; titulo; titolo;"
    " beleg; reference",
    "source.url": "url; link; address; adresse; web address; webadresse; internet; website; source url;"
    " source link; quelle url; lien; enlace; collegamento; ссылка; weblink; href; quelle link; link zur quelle",
    "source.publisher": "publisher; herausgeber; verlag; medium; media; outlet; newspaper; zeitung;"
    " editeur; editor; editore; uitgever; wydawca; издатель; published by; zeitschrift; sender",
    "source.author": "author; autor; autorin; verfasser; auteur; autore; authors; автор; written by",
    "source.date": "source date; date of source; date of publication; published; published on; publication date;"
    " erscheinungsdatum; datum der quelle; veroffentlicht; quelle datum; date de publication; fecha de"
    " publicacion",
    "source.language": "language; sprache; langue; idioma; lingua; taal; jezyk; язык; lang",
    "source.kind": "kind; kind of source; source kind; source type; type of source; art der quelle;"
    " quellenart; textsorte",
    "source.licence": "licence; license; lizenz",
    "speaker": "speaker; sprecher; sprecherin; redner; rednerin; person; orateur; intervenant; hablante; portavoz;"
    " orador; oratore; spreker; mowca; спикер; оратор; politician; politiker; politikerin; name; said by; von;"
    " by; candidate; kandidat; spokesperson; spokesman; porte parole",
    "role": "role; rolle; function; funktion; amt; office; fonction; cargo; ruolo; funkcja; должность; title of"
    " speaker",
    "words": "words; quote; zitat; quotation; wortlaut; citation; cita; citazione; citacao; citaat; cytat; цитата;"
    " text; exact words; original words; worte; reasoning; begrundung; position begrundung; explanation;"
    " erklarung; justification; wording; comment; kommentar; commentaire; comentario; commento; motivation;"
    " argument",
    "summary": "summary; zusammenfassung; resume; resumen; riassunto; resumo; samenvatting; streszczenie;"
    " кратко; in own words; paraphrase; kurzfassung; inhalt; content; description; beschreibung",
    "locator": "locator; page; seite; seiten; pages; paragraph; absatz; fundstelle; pagina; strona;"
    " страница; section; abschnitt; minute; where; stelle",
    "checked": "checked; gepruft; read as",
    "note": "note; notes; notiz; anmerkung; anmerkungen; bemerkung; bemerkungen; remark; remarks; remarque; nota;"
    " notas; note di redazione; uwagi; примечание; opmerking",
    "responds_to": "responds to; response to; reply to; answers to; antwort auf; in reply to; reponse a",
    "occasion": "occasion; anlass; ereignis; event; occasion id",
}

# What a header means beside a column of the first field, if its own meaning is taken: beside a `Thema` that names the
# issues, `These` is their proposition.
SECOND_MEANINGS = (
    ("party", "party.group", ("group", "gruppe", "groupe", "grupo", "gruppo", "fraktion")),
    (
        "issue",
        "issue.proposition",
        ("these", "thesis", "tesis", "tesi", "question", "frage", "pregunta", "domanda", "pergunta", "vraag", "вопрос"),
    ),
    ("issue", "issue.theme", ("topic", "thema", "sujet", "tema", "onderwerp", "temat", "тема")),
)

# Sheets that bear the name of a table, and files.
TABLE_NAMES: dict[str, str] = {
    "parties": "parties; party; parteien; partei; partis; partidos; partiti; partijen; partie; партии; actors; akteure",
    "speakers": "speakers; speaker; sprecher; redner; personen; persons; people; orateurs; candidates; kandidaten",
    "themes": "themes; theme; categories; kategorien; themenfelder; bereiche; categorias; categorie; topics of issues",
    "issues": "issues; issue; themen; thesen; fragen; questions; theses; streitfragen; propositions; enjeux; temas;"
    " items",
    "sources": "sources; source; quellen; quelle; fuentes; fonti; bronnen; zrodla; источники; documents; dokumente",
    "statements": "statements; statement; aussagen; positionen; positions; stances; declarations;"
    " declaraciones; data; daten; tabelle; table; positions of parties; stellungnahmen; antworten; answers;"
    " высказывания",
}

# Columns of the other tables, beyond their own names.
TABLE_COLUMNS: dict[str, dict[str, str]] = {
    "parties": {
        "name": "name; full name; party; partei; langname; vollstandiger name; long name; longname; nom; nombre; nome",
        "short_name": "short name; short; abbreviation; kurzname; kurzel; abkurzung; kurzbezeichnung;"
        " sigle; sigla; acronym",
        "colour": "colour; color; farbe; couleur; kleur; kolor; цвет",
        "description": "description; beschreibung; note; notiz",
        "group": "group; groups; gruppe; gruppen; groupe; grupo; coalition; koalition; bloc; alliance; region; family",
    },
    "speakers": {
        "name": "name; speaker; sprecher; person; full name",
        "party": "party; partei; parti; partido; partito",
        "role": "role; rolle; function; funktion; amt; office; position",
        "from": "from; von; seit; since; ab",
        "to": "to; bis; until",
    },
    "themes": {"name": "name; theme; thema; category; kategorie; label", "description": "description; beschreibung"},
    "issues": {
        "name": "name; issue; thema; title; titel; short title; label; heading; frage; question; these titel",
        "theme": "theme; category; kategorie; themenfeld; bereich",
        "proposition": "proposition; statement; these; thesis; text; aussage; satz; wording",
        "note": "note; notes; notiz; anmerkung; bemerkung; remark",
    },
    "sources": {
        "title": "title; titel; source; quelle; name; document; dokument",
        "publisher": FIELD_SYNONYMS["source.publisher"],
        "author": FIELD_SYNONYMS["source.author"],
        "date": "date; datum; published; date of publication; erscheinungsdatum",
        "url": FIELD_SYNONYMS["source.url"],
        "language": FIELD_SYNONYMS["source.language"],
        "kind": "kind; type; art; " + FIELD_SYNONYMS["source.kind"],
        "licence": FIELD_SYNONYMS["source.licence"],
    },
}
