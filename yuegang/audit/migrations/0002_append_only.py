"""Refuse every change to an audit entry except sealing it once."""

from django.db import migrations

GUARD = """
CREATE FUNCTION audit_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.seq IS NULL AND NEW.seq IS NOT NULL
           AND (OLD.id, OLD.at, OLD.actor, OLD.verb, OLD.target, OLD."case", OLD.detail)
               IS NOT DISTINCT FROM (NEW.id, NEW.at, NEW.actor, NEW.verb, NEW.target, NEW."case", NEW.detail)
        THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'audit entry % is never changed', OLD.id USING ERRCODE = 'restrict_violation';
    ELSIF TG_OP = 'INSERT' THEN
        IF NEW.seq IS NOT NULL THEN
            RAISE EXCEPTION 'an audit entry is sealed by the sealer only' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'audit entries are never removed' USING ERRCODE = 'restrict_violation';
END;
$$;
CREATE TRIGGER audit_entry_guard BEFORE INSERT OR UPDATE OR DELETE ON audit_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_guard();
CREATE TRIGGER audit_entry_keep BEFORE TRUNCATE ON audit_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_guard();
"""

UNGUARD = """
DROP TRIGGER audit_entry_keep ON audit_auditentry;
DROP TRIGGER audit_entry_guard ON audit_auditentry;
DROP FUNCTION audit_entry_guard();
"""


class Migration(migrations.Migration):
    """Put the guard on the table."""

    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
