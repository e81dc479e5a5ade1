from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

PAIRS = """
CREATE FUNCTION enforcement_pairs(whole text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT coalesce(array_agg(DISTINCT substr(whole, place, 2)), '{}')
    FROM generate_series(1, length(whole) - 1) AS place
)
"""


class Migration(migrations.Migration):

    dependencies = [("enforcement", "0002_add_case_events")]

    operations = [
        migrations.RunSQL(PAIRS, "DROP FUNCTION enforcement_pairs(text)"),
        migrations.AddIndex(
            model_name="lead",
            index=GinIndex(models.Func(models.F("search_text"), function="enforcement_pairs"), name="lead_search_pairs"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                fields=["own_agency", "assigned_agency"],
                include=(
                    "id", "number", "is_incoming", "form", "status", "rank", "origin_unit", "to_unit", "assigned_unit",
                    "ip_type", "goods", "goods_category", "loading_port", "control_port", "destination", "conveyance",
                    "urgency", "items", "acknowledge_by", "feedback_by", "due_calendar", "answered_at", "released_at",
                ),
                name="lead_list_columns",
            ),
        ),
    ]
