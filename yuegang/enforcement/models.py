"""Rows of the enforcement room."""
