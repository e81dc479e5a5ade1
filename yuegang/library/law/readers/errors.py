"""What a reader says when a file is not what it claims to be."""


class ReadError(ValueError):
    """The file cannot be read as law; the message names the place and the rule."""
