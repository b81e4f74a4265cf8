-- The shop's role and database: psql -v password=... -f postgresql.sql, as a superuser, once.

CREATE ROLE duplex LOGIN PASSWORD :'password';
CREATE DATABASE duplex OWNER duplex ENCODING 'UTF8' TEMPLATE template0;
REVOKE CONNECT ON DATABASE duplex FROM PUBLIC;

-- What a connection of the shop begins with. Behind pgbouncer this is the place to say it.
ALTER ROLE duplex SET timezone = 'UTC';
ALTER ROLE duplex IN DATABASE duplex SET statement_timeout = '30s';
ALTER ROLE duplex IN DATABASE duplex SET idle_in_transaction_session_timeout = '60s';

\connect duplex
CREATE EXTENSION IF NOT EXISTS pg_trgm;  -- searches by a part of a name
