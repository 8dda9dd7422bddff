-- A dataset as views of the tables of a newsroom.

CREATE SCHEMA counterpoint;

CREATE VIEW counterpoint.datapackage AS SELECT json_build_object('title', 'From our archive') AS descriptor;
CREATE VIEW counterpoint.parties AS
  SELECT DISTINCT lower(organisation) AS id, organisation AS name FROM newsroom.quotes;
CREATE VIEW counterpoint.issues AS
  SELECT id, title AS name, claim AS proposition FROM newsroom.disputes;
CREATE VIEW counterpoint.sources AS
  SELECT 'article-' || id AS id, headline AS title, link AS url, published::date AS date, 'news' AS kind FROM newsroom.articles;
CREATE VIEW counterpoint.statements AS
  SELECT id, (said_at AT TIME ZONE 'Europe/Berlin')::date AS date, lower(organisation) AS party, dispute AS issue,
    CASE judgement WHEN 'yes' THEN 'agree' WHEN 'no' THEN 'disagree' ELSE 'no-stand' END AS stance,
    words AS quote, 'article-' || article AS source
  FROM newsroom.quotes WHERE dispute IS NOT NULL;
