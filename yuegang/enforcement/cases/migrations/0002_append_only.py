"""Let no process rewrite the custody log, nor the facts of a seizure line: it is struck out and recorded anew."""

from django.db import migrations

GUARD = """
CREATE FUNCTION cases_custody_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'cases.custody.kept' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER cases_custody_guard BEFORE UPDATE OR DELETE ON cases_custodystep
  FOR EACH ROW EXECUTE FUNCTION cases_custody_guard();

CREATE FUNCTION cases_seizure_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'cases.seizure.kept' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF (NEW.id, NEW.own_agency, NEW.goods, NEW.lots, NEW.cases, NEW.items, NEW.quantity_unit, NEW.value, NEW.currency,
      NEW.value_basis, NEW.happened_at, NEW.port_id, NEW.place, NEW.reported_by_id, NEW.created_at)
     IS DISTINCT FROM
     (OLD.id, OLD.own_agency, OLD.goods, OLD.lots, OLD.cases, OLD.items, OLD.quantity_unit, OLD.value, OLD.currency,
      OLD.value_basis, OLD.happened_at, OLD.port_id, OLD.place, OLD.reported_by_id, OLD.created_at) THEN
    RAISE EXCEPTION 'cases.seizure.facts' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cases_seizure_guard BEFORE UPDATE OR DELETE ON cases_seizureline
  FOR EACH ROW EXECUTE FUNCTION cases_seizure_guard();
"""
UNDO = """
DROP TRIGGER cases_custody_guard ON cases_custodystep;
DROP FUNCTION cases_custody_guard();
DROP TRIGGER cases_seizure_guard ON cases_seizureline;
DROP FUNCTION cases_seizure_guard();
"""


class Migration(migrations.Migration):
    """Add the two guards."""

    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
