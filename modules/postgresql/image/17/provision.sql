-- The client's role, database and extensions, from the environment: run at
-- each start, changes only what differs. The password follows the environment,
-- so that a volume of before and a secret of today agree.
\set ON_ERROR_STOP on
\getenv name NAME
\getenv user USER
\getenv password PASSWORD
\getenv extensions EXTENSIONS
\getenv collation COLLATION

SELECT format('CREATE ROLE %I LOGIN', :'user')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'user') \gexec
ALTER ROLE :"user" PASSWORD :'password';

SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING ''UTF8'' ', :'name', :'user')
    || CASE :'collation'
         WHEN 'C' THEN 'LOCALE_PROVIDER libc LOCALE ''C'''
         ELSE format('LOCALE_PROVIDER builtin BUILTIN_LOCALE %L LOCALE ''C.UTF-8''', :'collation')
       END
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;

-- As the client's role: a dump is loaded as that role, and may then say again
-- what belongs to an extension.
\connect :"name"
SET ROLE :"user";
SET client_min_messages = warning;
SELECT format('CREATE EXTENSION IF NOT EXISTS %I', extension)
FROM unnest(string_to_array(:'extensions', ',')) AS extension
WHERE extension <> '' \gexec
