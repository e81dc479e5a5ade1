"""Let no process rewrite a decision, or what was released."""

from django.db import migrations

GUARD = """
CREATE FUNCTION release_decision_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'release.decision.kept' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER release_decision_kept BEFORE UPDATE OR DELETE ON release_releasedecision
  FOR EACH ROW EXECUTE FUNCTION release_decision_guard();

CREATE FUNCTION release_left_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'release.kept' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF OLD.manifest_digest <> '' AND
     (NEW.manifest, NEW.manifest_digest, NEW.entry_id, NEW.released_at, NEW.kind, NEW.item_id, NEW.item_ver,
      NEW.author_id, NEW.from_unit, NEW.to_unit)
     IS DISTINCT FROM
     (OLD.manifest, OLD.manifest_digest, OLD.entry_id, OLD.released_at, OLD.kind, OLD.item_id, OLD.item_ver,
      OLD.author_id, OLD.from_unit, OLD.to_unit) THEN
    RAISE EXCEPTION 'release.left' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER release_left_kept BEFORE UPDATE OR DELETE ON release_release
  FOR EACH ROW EXECUTE FUNCTION release_left_guard();
"""

UNGUARD = """
DROP TRIGGER release_decision_kept ON release_releasedecision;
DROP TRIGGER release_left_kept ON release_release;
DROP FUNCTION release_decision_guard();
DROP FUNCTION release_left_guard();
"""


class Migration(migrations.Migration):
    """Put the guards on decisions and releases."""

    dependencies = [("release", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
