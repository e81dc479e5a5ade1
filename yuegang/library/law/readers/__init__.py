"""Read statutes from the forms their publishers give them: bytes to editions, nothing is written."""
