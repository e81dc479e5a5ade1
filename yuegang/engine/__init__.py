"""Hold the pure core: no Django, database, network, environment, clock or chosen randomness.

Bytes, keys, tables and `now` come in as arguments; the same call gives the same answer on every node.
"""
