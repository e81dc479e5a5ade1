"""The one search box: law and whatever else the visible table of sources names."""
