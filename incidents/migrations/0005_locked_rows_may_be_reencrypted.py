"""Let `rotate_keys` rewrite the tokens of locked rows with a newer key; everything else stays locked.

The command sets arbejdspladsen.reencrypting for its transaction. Then, and only then, the encrypted columns may differ,
because a newer key gives another token for the same text. The hashes of the decided and approved text stay locked, so
that other words under the same setting are found when the letter is sent or the decision is checked.
"""

import importlib
import re

from django.db import migrations

before = importlib.import_module("incidents.migrations.0002_decided_sanction_is_locked")

REPLACE = """
CREATE OR REPLACE FUNCTION incidents_sanction_locked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    reencrypting boolean := COALESCE(current_setting('arbejdspladsen.reencrypting', true), '') = 'on';
BEGIN
    IF OLD.state <> 'proposed' AND (
        NEW.measure, NEW.incident_id, NEW.starts_on, NEW.ends_on, NEW.review_on, NEW.scope,
        NEW.site_id, NEW.decided_by_id, NEW.decided_at, NEW.decision_hash, NEW.is_formal_decision, NEW.proposed_by_id
    ) IS DISTINCT FROM (
        OLD.measure, OLD.incident_id, OLD.starts_on, OLD.ends_on, OLD.review_on, OLD.scope,
        OLD.site_id, OLD.decided_by_id, OLD.decided_at, OLD.decision_hash, OLD.is_formal_decision, OLD.proposed_by_id
    ) OR OLD.state <> 'proposed' AND (NEW.reason, NEW.proportionality) IS DISTINCT FROM (OLD.reason, OLD.proportionality)
        AND NOT (reencrypting AND NEW.state = OLD.state)
    THEN
        RAISE EXCEPTION 'A decided sanction is never altered, only replaced.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION incidents_letter_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    frozen boolean := OLD.state IN ('approved', 'printed', 'sent', 'filed', 'replaced');
    reencrypting boolean := COALESCE(current_setting('arbejdspladsen.reencrypting', true), '') = 'on';
BEGIN
    IF frozen AND (NEW.approved_hash, NEW.approved_by_id, NEW.type_id, NEW.incident_id) IS DISTINCT FROM
        (OLD.approved_hash, OLD.approved_by_id, OLD.type_id, OLD.incident_id)
    OR frozen AND (NEW.heading, NEW.blocks, NEW.fields, NEW.approved_html) IS DISTINCT FROM
        (OLD.heading, OLD.blocks, OLD.fields, OLD.approved_html) AND NOT (reencrypting AND NEW.state = OLD.state)
    THEN
        RAISE EXCEPTION 'An approved letter is frozen; make a new version.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
BACK = "\n".join(re.findall(r"CREATE FUNCTION.*?END \$\$;", before.CREATE, re.DOTALL)).replace("CREATE F", "CREATE OR REPLACE F")


class Migration(migrations.Migration):
    """Replace the two trigger functions."""

    dependencies = [("incidents", "0004_report_form_token")]
    operations = [migrations.RunSQL(REPLACE, BACK)]
