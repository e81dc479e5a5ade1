"""Words of requests in templates."""
