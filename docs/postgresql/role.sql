-- A role that can only read. If you made views, repeat the grants for the schema counterpoint.
-- Then set its password: \password counterpoint

CREATE ROLE counterpoint LOGIN CONNECTION LIMIT 8;
ALTER ROLE counterpoint SET default_transaction_read_only = on;
ALTER ROLE counterpoint SET statement_timeout = '30s';
GRANT USAGE ON SCHEMA positions TO counterpoint;
GRANT SELECT ON ALL TABLES IN SCHEMA positions TO counterpoint;
ALTER DEFAULT PRIVILEGES IN SCHEMA positions GRANT SELECT ON TABLES TO counterpoint;
