"""Words of rates in templates."""
