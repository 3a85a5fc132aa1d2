"""Let the database number and chain the audit log, and refuse to change it."""

from django.db import migrations

CREATE = """
CREATE FUNCTION core_audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    -- One chain per subject: readers of different cases don't queue for each other.
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.subject_type || ':' || NEW.subject_id, 0));
    SELECT number, hash INTO last FROM core_auditentry
        WHERE subject_type = NEW.subject_type AND subject_id = NEW.subject_id ORDER BY number DESC LIMIT 1;
    NEW.number := COALESCE(last.number, 0) + 1;
    NEW.previous_hash := COALESCE(last.hash, '');
    NEW.hash := encode(sha256(convert_to(concat_ws('|',
        NEW.previous_hash, NEW.subject_type, NEW.subject_id::text, NEW.number::text,
        (extract(epoch FROM NEW.at)::numeric(20, 6))::text, COALESCE(NEW.actor_id::text, ''), NEW.action,
        CASE WHEN NEW.is_read THEN 't' ELSE 'f' END, NEW.reason, NEW.source, NEW.request_id, NEW.details::text), 'UTF8')), 'hex');
    RETURN NEW;
END $$;
CREATE TRIGGER core_audit_chain BEFORE INSERT ON core_auditentry FOR EACH ROW EXECUTE FUNCTION core_audit_chain();

CREATE FUNCTION core_audit_forever() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is append-only.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER core_audit_forever BEFORE UPDATE OR DELETE ON core_auditentry FOR EACH ROW EXECUTE FUNCTION core_audit_forever();
"""
DROP = """
DROP TRIGGER core_audit_forever ON core_auditentry; DROP FUNCTION core_audit_forever();
DROP TRIGGER core_audit_chain ON core_auditentry; DROP FUNCTION core_audit_chain();
"""


class Migration(migrations.Migration):
    """Triggers on core_auditentry."""

    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
