-- Who may do what in the database of one service: its owner changes the schema, the service reads and writes rows, and the
-- auditor reads. Run it in that database as a superuser, before the first migration or at any time later: it makes what is
-- missing, sets the passwords, and takes over what others own. Migrations seal the ledgers, so run them after it.
--   PGOPTIONS="-c waybill.owner=… -c waybill.owner_password=…" psql --file roles.sql order_db
-- The settings: waybill.owner, waybill.service, waybill.auditor, and the password of each, with _password behind its name.

-- A statement that fails would be logged with its text, and passwords are in it.
SET log_statement = none;
SET log_min_error_statement = panic;
SET log_min_duration_statement = -1;

DO $roles$
DECLARE
  owner   CONSTANT text := current_setting('waybill.owner');
  service CONSTANT text := current_setting('waybill.service');
  auditor CONSTANT text := current_setting('waybill.auditor');
  account text;
  thing   text;
BEGIN
  FOREACH account IN ARRAY ARRAY['waybill.owner', 'waybill.service', 'waybill.auditor'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = current_setting(account)) THEN
      EXECUTE format('CREATE ROLE %I', current_setting(account));
    END IF;
    EXECUTE format(
      'ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS PASSWORD %L',
      current_setting(account), current_setting(account || '_password'));
  END LOOP;
  -- It may not write anyway; so it need not try.
  EXECUTE format('ALTER ROLE %I SET default_transaction_read_only = on', auditor);

  -- Nobody else gets in: with several databases on one server, each service sees its own.
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I, %I, %I', current_database(), owner, service, auditor);
  EXECUTE format('ALTER SCHEMA public OWNER TO %I', owner);
  REVOKE ALL ON SCHEMA public FROM PUBLIC;
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I, %I', service, auditor);

  -- What was there before: tables with their indexes and sequences, and functions.
  FOR thing IN
    SELECT format('TABLE %s', oid::regclass) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') AND relowner <> owner::regrole
    UNION ALL
    SELECT format('ROUTINE %s', oid::regprocedure) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND proowner <> owner::regrole
      AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
  LOOP
    EXECUTE format('ALTER %s OWNER TO %I', thing, owner);
  END LOOP;
  -- Not what it has been let into already, some of which is sealed by now.
  FOR thing IN
    SELECT oid::regclass::text FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
      AND NOT has_table_privilege(service, oid, 'SELECT')
  LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO %I', thing, service);
  END LOOP;
  EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA public TO %I', auditor);

  -- What migrations add.
  EXECUTE format(
    'ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I',
    owner, service);
  EXECUTE format(
    'ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA public GRANT USAGE ON SEQUENCES TO %I', owner, service);
  EXECUTE format(
    'ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA public GRANT SELECT ON TABLES TO %I', owner, auditor);
END $roles$;
