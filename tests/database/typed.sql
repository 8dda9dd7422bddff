CREATE TYPE stand AS ENUM ('agree', 'disagree');
CREATE DOMAIN short AS varchar(20);
CREATE SCHEMA typed;
CREATE VIEW typed.datapackage AS SELECT json_build_object('title', 'Typed') AS descriptor;
CREATE TABLE typed.parties (id uuid, name char(30), description boolean, short_name short);
CREATE TABLE typed.issues (id integer, name numeric(9, 3), proposition date);
CREATE TABLE typed.sources (id smallint, title text, date timestamp, language double precision);
CREATE TABLE typed.statements (
  id bigint, date date, party uuid, issue integer, stance stand, source smallint, locator integer, summary real
);
CREATE TABLE typed.topics (id text, name text, issues integer[]);
CREATE TABLE typed.events (id text, date integer, title text, source bigint);
CREATE TABLE typed.series (
  series text, entity text, year smallint, value numeric, unit text, source integer, checked short
);
INSERT INTO typed.parties VALUES ('7f1c8a52-0b5e-4a55-9d2f-2a0c0f9f0a01', 'East', true, 'E');
INSERT INTO typed.issues VALUES (7, 1.500, '2019-04-15'), (8, 20, '0999-01-02');
INSERT INTO typed.sources VALUES (1, 'One', '2019-04-15 23:59:59.5', 0.1), (2, 'Two', NULL, 1e20);
INSERT INTO typed.statements VALUES
  (9223372036854775807, '2019-04-15', '7f1c8a52-0b5e-4a55-9d2f-2a0c0f9f0a01', 7, 'agree', 1, 12, 2.5);
INSERT INTO typed.topics VALUES ('a', 'A', '{7,8}'), ('b', 'B', '{}'), ('c', 'C', NULL);
INSERT INTO typed.events VALUES ('e', 2014, 'E', 1);
INSERT INTO typed.series VALUES ('s', 'A', 2019, 900.00, 'usd', 1, 'page'),
  ('s', 'A', 2020, 0.00012300, 'usd', 1, NULL);
GRANT USAGE ON SCHEMA typed TO reader;
GRANT SELECT ON ALL TABLES IN SCHEMA typed TO reader;
