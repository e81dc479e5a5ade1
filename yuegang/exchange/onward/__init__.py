"""Passing on: nothing another node entrusted to us goes further without its signed consent."""
