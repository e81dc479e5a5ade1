"""Write one log line per event: time, level, logger, event name, then its fields."""

import logging
from datetime import UTC, datetime

STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


class FieldFormatter(logging.Formatter):
    """Append the `extra` fields of a record as name=value."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a traceback follows on its own lines."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        fields = [f"{name}={value!s}" for name, value in record.__dict__.items() if name not in STANDARD]
        line = " ".join([at, record.levelname, record.name, record.getMessage(), *fields])
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line
