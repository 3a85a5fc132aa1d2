"""Lock what a leader has decided: a sanction is never altered, only ended or replaced (INC-38)."""

from django.db import migrations

CREATE = """
CREATE FUNCTION incidents_sanction_locked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'proposed' AND (
        NEW.measure, NEW.incident_id, NEW.reason, NEW.proportionality, NEW.starts_on, NEW.ends_on, NEW.review_on, NEW.scope,
        NEW.site_id, NEW.decided_by_id, NEW.decided_at, NEW.decision_hash, NEW.is_formal_decision, NEW.proposed_by_id
    ) IS DISTINCT FROM (
        OLD.measure, OLD.incident_id, OLD.reason, OLD.proportionality, OLD.starts_on, OLD.ends_on, OLD.review_on, OLD.scope,
        OLD.site_id, OLD.decided_by_id, OLD.decided_at, OLD.decision_hash, OLD.is_formal_decision, OLD.proposed_by_id
    ) THEN
        RAISE EXCEPTION 'A decided sanction is never altered, only replaced.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER incidents_sanction_locked BEFORE UPDATE ON incidents_sanction FOR EACH ROW EXECUTE FUNCTION incidents_sanction_locked();

CREATE FUNCTION incidents_letter_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('approved', 'printed', 'sent', 'filed', 'replaced') AND (
        NEW.heading, NEW.blocks, NEW.fields, NEW.approved_html, NEW.approved_hash, NEW.approved_by_id, NEW.type_id, NEW.incident_id
    ) IS DISTINCT FROM (
        OLD.heading, OLD.blocks, OLD.fields, OLD.approved_html, OLD.approved_hash, OLD.approved_by_id, OLD.type_id, OLD.incident_id
    ) THEN
        RAISE EXCEPTION 'An approved letter is frozen; make a new version.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER incidents_letter_frozen BEFORE UPDATE ON incidents_letter FOR EACH ROW EXECUTE FUNCTION incidents_letter_frozen();
"""
DROP = """
DROP TRIGGER incidents_letter_frozen ON incidents_letter; DROP FUNCTION incidents_letter_frozen();
DROP TRIGGER incidents_sanction_locked ON incidents_sanction; DROP FUNCTION incidents_sanction_locked();
"""


class Migration(migrations.Migration):
    """Triggers on sanctions and letters."""

    dependencies = [("incidents", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
