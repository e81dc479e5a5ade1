"""Fictional officers and items for a demonstration: the product itself with sample data."""
