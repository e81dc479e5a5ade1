"""Settings of one process of one node: the zone decides URLs, middleware, role and secrets.

Every value of a deployment comes from the environment through a typed reader; docs/operations.md lists them all.
"""

import secrets
from pathlib import Path

from yuegang.base import environment as env
from yuegang.settings_grants import EXCHANGE_GRANTS as EXCHANGE_GRANTS
from yuegang.settings_grants import OFFICE_LIMITS as OFFICE_LIMITS
from yuegang.settings_grants import PORTAL_GRANTS as PORTAL_GRANTS
from yuegang.settings_grants import ROW_SECURED as ROW_SECURED
from yuegang.settings_grants import WORKER_LIMITS as WORKER_LIMITS
from yuegang.settings_tables import AUDIT_WITNESSES as AUDIT_WITNESSES
from yuegang.settings_tables import EXCHANGE_HANDLERS as EXCHANGE_HANDLERS
from yuegang.settings_tables import FACT_LOADERS as FACT_LOADERS
from yuegang.settings_tables import IMPORT_KINDS as IMPORT_KINDS
from yuegang.settings_tables import INTAKE_KINDS as INTAKE_KINDS
from yuegang.settings_tables import JOB_KINDS as JOB_KINDS
from yuegang.settings_tables import NOTICE_KINDS as NOTICE_KINDS
from yuegang.settings_tables import OBLIGATION_ITEMS as OBLIGATION_ITEMS
from yuegang.settings_tables import OFFICE_GUARD as OFFICE_GUARD
from yuegang.settings_tables import RATES as RATES
from yuegang.settings_tables import SEARCH_SOURCES as SEARCH_SOURCES
from yuegang.settings_tables import UNIT_DIRECTORY as UNIT_DIRECTORY

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent

# --- the process -----------------------------------------------------------------------------------------------------
# `manage` is the owner at the command line and the test run; the other four are the processes of a node.
ZONE = env.choice("ZONE", "manage", ("manage", "office", "portal", "exchange", "worker"))
PRODUCTION = env.flag("PRODUCTION", False)
WEB = ZONE in ("office", "portal", "exchange")
COMMAND_LINE = ZONE == "manage"

NODE_CODE = env.text("NODE_CODE", "gd-customs" if COMMAND_LINE else None)
NODE_DIR = env.folder("NODE_DIR", ROOT / "var" / "nodes" / NODE_CODE)
FILES_ROOT = env.folder("FILES_ROOT", NODE_DIR / "files")
# Only the worker signs and opens; the office could not even if it wanted to.
KEYSTORE_DIR = env.folder("KEYSTORE_DIR", NODE_DIR / "keystore") if ZONE in ("worker", "manage") else None
CLOCK_OFFSET = env.number("CLOCK_OFFSET", 0)  # seconds; refused in production by base.E001

DEBUG = False
# A command line that signs nothing for long needs no kept secret; a listener does.
SECRET_KEY = env.text("SECRET_KEY", secrets.token_urlsafe(48) if COMMAND_LINE else None)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,testserver" if COMMAND_LINE else "127.0.0.1,localhost")
OFFICE_URL = env.text("OFFICE_URL", "")  # base of links in mails
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", "")

INSTALLED_APPS = [
    "yuegang.base",
    "yuegang.audit",
    "yuegang.notices",
    "yuegang.accounts",
    "yuegang.parties",
    "yuegang.rights",
    "yuegang.screening",
    "yuegang.exchange",
    "yuegang.exchange.release",
    "yuegang.exchange.witness",
    "yuegang.exchange.obligations",
    "yuegang.exchange.statements",
    "yuegang.exchange.carriage",
    "yuegang.exchange.onward",
    "yuegang.enforcement",
    "yuegang.enforcement.cases",
    "yuegang.enforcement.rates",
    "yuegang.enforcement.requests",
    "yuegang.library.law",
    "yuegang.library.search",
    "yuegang.library.terms",
    "yuegang.office",
    "yuegang.portal",
    "yuegang.deploy",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "yuegang.deploy.zone_apps.TablesOnlyAccountConfig" if ZONE in ("portal", "exchange") else "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "procrastinate.contrib.django",
]

# --- requests --------------------------------------------------------------------------------------------------------
OUTER_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
INNER_MIDDLEWARE = [
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
OFFICE_MIDDLEWARE = [
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "yuegang.office.middleware.OfficerLanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
MIDDLEWARE = {
    # The peer's calls carry their own signature: no cookie, no session, no language.
    "exchange": ["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"],
    "portal": [*OUTER_MIDDLEWARE, *INNER_MIDDLEWARE],
}.get(ZONE, [*OUTER_MIDDLEWARE, *OFFICE_MIDDLEWARE, *INNER_MIDDLEWARE])

ROOT_URLCONF = {"portal": "yuegang.urls_portal", "exchange": "yuegang.urls_exchange"}.get(ZONE, "yuegang.urls_office")
WSGI_APPLICATION = "yuegang.wsgi.application"

OFFICE_CONTEXT = ["django.contrib.auth.context_processors.auth", "yuegang.office.context_processors.frame"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                *([] if ZONE == "portal" else OFFICE_CONTEXT),
            ],
        },
    },
]

# Cookies know no port: two nodes on one host keep apart by name.
_COOKIE = f"{NODE_CODE}-{'portal' if ZONE == 'portal' else 'office'}"
SESSION_COOKIE_NAME = f"{_COOKIE}-session"
CSRF_COOKIE_NAME = f"{_COOKIE}-csrf"
LANGUAGE_COOKIE_NAME = f"{_COOKIE}-language"
SESSION_ENGINE = f"django.contrib.sessions.backends.{'signed_cookies' if ZONE == 'portal' else 'db'}"
SESSION_COOKIE_AGE = env.number("SESSION_HOURS", 9, low=1, high=24) * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SECURE_SSL_REDIRECT = PRODUCTION and ZONE != "exchange"
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0  # one year
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY", False) else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        # The second factor's QR code is an SVG in the page.
        "img-src": ["'self'"] if ZONE == "portal" else ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

# --- database, files, jobs -------------------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", "postgresql:///yuegang" if COMMAND_LINE else None)}
if WEB:
    # A new connection for each request would cost two thirds of the pages (design study of the stack, 9).
    DATABASES["default"]["OPTIONS"] = {
        **env.database("DATABASE_URL")["OPTIONS"],  # type: ignore[dict-item]  # a dict of texts
        "pool": {"min_size": 1, "max_size": env.number("DATABASE_CONNECTIONS", 4, low=1, high=100), "timeout": 10},
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20  # bytes
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 2**20  # bytes; an exchange segment is the largest body
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

STATIC_URL = "/static/"
STATIC_ROOT = env.folder("STATIC_ROOT", ROOT / "var" / "static")
# Off only in tests, which render pages without a set-up.
_MANIFEST = env.flag("STATIC_MANIFEST", True)
_STATIC = "whitenoise.storage.CompressedManifest" if _MANIFEST else "django.contrib.staticfiles.storage."
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(FILES_ROOT)}},
    "staticfiles": {"BACKEND": f"{_STATIC}StaticFilesStorage"},
}

# --- people ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Officer"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no mail from us
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "yuegang.accounts.forms_sign_in.SignInForm",
    "reauthenticate": "yuegang.accounts.forms_sign_in.AgainForm",
    "change_password": "yuegang.accounts.forms_sign_in.ChangeForm",
    "reset_password": "yuegang.accounts.forms_sign_in.ForgottenForm",
    "reset_password_from_key": "yuegang.accounts.forms_sign_in.NewPasswordForm",
}
MFA_FORMS = {
    "activate_totp": "yuegang.accounts.forms_factor.ActivateForm",
    "authenticate": "yuegang.accounts.forms_factor.CodeForm",
    "reauthenticate": "yuegang.accounts.forms_factor.CodeAgainForm",
    "add_webauthn": "yuegang.accounts.forms_factor.AddPasskeyForm",
    "edit_webauthn": "yuegang.accounts.forms_factor.RenamePasskeyForm",
}
ACCOUNT_ADAPTER = "yuegang.accounts.adapters.OfficerAdapter"
MFA_ADAPTER = "yuegang.accounts.adapters.SecondFactorAdapter"
ACCOUNT_REAUTHENTICATION_TIMEOUT = env.number("REAUTHENTICATION_SECONDS", 300, low=30)
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Encrypts second-factor secrets at rest; office and owner of one node share it. Refused empty in production.
SECOND_FACTOR_KEY = env.text("SECOND_FACTOR_KEY", "")
MFA_TOTP_ISSUER = f"Yuegang {NODE_CODE}"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

# --- languages -------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Hong_Kong"

# --- mail and log ----------------------------------------------------------------------------------------------------
EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_PORT = env.number("EMAIL_PORT", 587, low=1, high=65535)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", True)
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "yuegang@localhost")
# Without a mail host nothing leaves the machine: messages are files to look at.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = str(NODE_DIR / "mail")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"fields": {"()": "yuegang.deploy.log.FieldFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "fields"}},
    "root": {
        "handlers": ["stderr"],
        "level": env.choice("LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR")),
    },
}
