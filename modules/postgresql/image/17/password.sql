\set ON_ERROR_STOP on
\getenv user USER
\getenv password PASSWORD
ALTER ROLE :"user" PASSWORD :'password';
