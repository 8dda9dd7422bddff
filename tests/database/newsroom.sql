CREATE SCHEMA newsroom;
CREATE TABLE newsroom.articles (id serial, headline text, link text, published timestamptz);
CREATE TABLE newsroom.disputes (id text, title text, claim text);
CREATE TABLE newsroom.quotes (
  id serial, said_at timestamptz, organisation text, dispute text, judgement text, words text, article int
);
INSERT INTO newsroom.articles VALUES (1, 'On the quay', 'https://example.org/1', '2024-05-01 10:00Z');
INSERT INTO newsroom.disputes VALUES ('quay', 'Quay', 'The quay should be built.');
INSERT INTO newsroom.quotes VALUES
  (1, '2024-05-01 23:30Z', 'Port', 'quay', 'yes', 'we need it', 1),
  (2, '2024-05-02 10:00Z', 'Islands', 'quay', 'no', 'never', 1);
