"""Let no process rewrite what was told."""

from django.db import migrations

GUARD = """
CREATE TRIGGER witness_root_kept BEFORE UPDATE OR DELETE ON witness_auditroot
  FOR EACH ROW EXECUTE FUNCTION exchange_kept_guard();
"""


class Migration(migrations.Migration):
    """Guard the table."""

    dependencies = [("witness", "0001_initial"), ("exchange", "0002_append_only")]

    operations = [migrations.RunSQL(GUARD, "DROP TRIGGER witness_root_kept ON witness_auditroot;")]
