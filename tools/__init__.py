"""Checks of the repository; nothing here runs in a node."""
