"""WSGI entry of one zone of one node."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuegang.settings")
application = get_wsgi_application()
