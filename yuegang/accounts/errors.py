"""What this room refuses."""


class NotAllowed(Exception):
    """The acting officer may not do this; pages answer as if the thing did not exist (guards)."""
