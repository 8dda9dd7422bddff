-- A dataset in tables of its own; the columns are those of docs/dataset.md.

CREATE SCHEMA positions;

CREATE TABLE positions.datapackage (descriptor jsonb NOT NULL);
INSERT INTO positions.datapackage VALUES ('{
  "title": "Harbour and islands",
  "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}]
}');

CREATE TABLE positions.parties (
  id text PRIMARY KEY, name text NOT NULL, short_name text, colour text, row_order serial
);
CREATE TABLE positions.issues (
  id text PRIMARY KEY, name text NOT NULL, proposition text NOT NULL, row_order serial
);
CREATE TABLE positions.sources (
  id text PRIMARY KEY, title text NOT NULL, publisher text, date text, url text, row_order serial
);
CREATE TABLE positions.statements (
  id text PRIMARY KEY, date text NOT NULL, party text NOT NULL REFERENCES positions.parties,
  issue text NOT NULL REFERENCES positions.issues, stance text NOT NULL, weight text, summary text, quote text,
  translation text,
  responds_to text REFERENCES positions.statements, source text NOT NULL REFERENCES positions.sources,
  locator text, row_order serial
);
