"""Run Django's management commands of one node: python -m yuegang COMMAND."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuegang.settings")
    execute_from_command_line(sys.argv)
