"""Compute what both sides must compute identically: entries, heads, receipts, rosters, obligations.

The normative text is docs/protocol.md; its vectors are tests/vectors/.
"""
