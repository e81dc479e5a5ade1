"""Kept files: checked by content, re-encoded if they are pictures, stored once under their digest."""
