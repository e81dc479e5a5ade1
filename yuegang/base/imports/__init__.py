"""Workbooks into the database: match columns, preview each row, import in the background, take back within a day."""
