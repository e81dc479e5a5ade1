"""Settings of one process of one node: the zone decides URLs, middleware, role and secrets."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent

ZONE = os.environ.get("ZONE", "manage")
NODE_CODE = os.environ.get("NODE_CODE", "gd-customs")
NODE_DIR = Path(os.environ.get("NODE_DIR", str(ROOT / "var" / NODE_CODE)))
FILES_ROOT = Path(os.environ.get("FILES_ROOT", str(NODE_DIR / "files")))
KEYSTORE_DIR = Path(os.environ.get("KEYSTORE_DIR", str(NODE_DIR / "keystore")))
PRODUCTION = os.environ.get("PRODUCTION", "") == "1"
DEBUG = False
SECRET_KEY = os.environ.get("SECRET_KEY", "")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost,testserver").split(",")
CLOCK_OFFSET = int(os.environ.get("CLOCK_OFFSET", "0"))  # seconds; refused in production by base.E001

INSTALLED_APPS = [
    "yuegang.base",
    "yuegang.audit",
    "yuegang.notices",
    "yuegang.accounts",
    "yuegang.parties",
    "yuegang.rights",
    "yuegang.exchange",
    "yuegang.enforcement",
    "yuegang.office",
    "yuegang.portal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = {
    "portal": "yuegang.urls_portal",
    "exchange": "yuegang.urls_exchange",
}.get(ZONE, "yuegang.urls_office")
WSGI_APPLICATION = "yuegang.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


def _database(url: str) -> dict[str, object]:
    """Return Django's connection settings for a postgresql:// URL with the socket folder in ?host=."""
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": query.get("port", str(parts.port or "")),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {},
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "postgresql:///yuegang"))}

AUTH_USER_MODEL = "accounts.Officer"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Hong_Kong"

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "var" / "static"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What must travel up goes through these visible tables; a system check verifies each path at start.
EXCHANGE_HANDLERS: dict[str, str] = {
    "lead": "yuegang.enforcement.handlers.LEAD",
    "feedback": "yuegang.enforcement.handlers.FEEDBACK",
    "message": "yuegang.enforcement.handlers.MESSAGE",
    "acknowledgement": "yuegang.enforcement.handlers.ACKNOWLEDGEMENT",
    "target": "yuegang.exchange.targets.TARGET",
}
IMPORT_KINDS: dict[str, str] = {"lead": "yuegang.enforcement.lead_import.LEADS"}
FACT_LOADERS: list[str] = [
    "yuegang.parties.facts.load_agencies",
    "yuegang.parties.facts.load_ports",
    "yuegang.enforcement.facts.load_goods",
]
NOTICE_KINDS = {
    "lead.arrived": _("A lead arrived from the other side"),
}
PORTAL_GRANTS: dict[str, set[str]] = {
    "parties.Side": {"SELECT"},
    "parties.Agency": {"SELECT"},
    "parties.AgencyName": {"SELECT"},
    "parties.Port": {"SELECT"},
    "base.PortalIntake": {"INSERT"},
    "parties.ContactReport": {"INSERT"},
}
