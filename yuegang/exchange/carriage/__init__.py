"""The exchange by files: for networks that no line joins, the same bytes travel on a medium."""
