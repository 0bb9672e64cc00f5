-- The roles of the registry in PostgreSQL: `touchstone_owner` owns the tables and runs migrations, `touchstone_service` is
-- whom the service runs under. For psql, as the administrator of the server, in the registry's database; as often as you
-- like. The passwords are read from /run/secrets; set the variables yourself where they lie elsewhere.
\set ON_ERROR_STOP on
\if :{?owner_password} \else \set owner_password `cat /run/secrets/owner_password` \endif
\if :{?service_password} \else \set service_password `cat /run/secrets/service_password` \endif

SELECT format('CREATE ROLE %I', wanted)
FROM unnest(ARRAY['touchstone_owner', 'touchstone_service']) AS wanted
WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = wanted) \gexec
ALTER ROLE touchstone_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'owner_password';
ALTER ROLE touchstone_service LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'service_password';

ALTER DATABASE :"DBNAME" OWNER TO touchstone_owner;
ALTER SCHEMA public OWNER TO touchstone_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- What was made before under another role becomes the owner's. Sequences of identity columns follow their tables.
SELECT format('ALTER TABLE public.%I OWNER TO touchstone_owner', relname)
FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relowner <> 'touchstone_owner'::regrole \gexec
SELECT format('ALTER SEQUENCE public.%I OWNER TO touchstone_owner', relname)
FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' AND relowner <> 'touchstone_owner'::regrole
    AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype IN ('a', 'i')) \gexec
SELECT format('ALTER ROUTINE %s OWNER TO touchstone_owner', oid::regprocedure)
FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND proowner <> 'touchstone_owner'::regrole \gexec
