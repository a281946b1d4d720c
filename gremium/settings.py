"""
One settings file. Secrets and switches come from the environment, texts and
names of an installation from the admin (partners.Centre).

Without any environment the program runs for this machine only: loopback
hosts, SQLite in var/, a secret of its own. As soon as SITE_URL names another
host, or DEBUG is set to false on purpose, it counts as production and refuses
to start on a missing or weak secret.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from gremium import release, secret

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env("VAR_DIR", default=BASE_DIR / "var"))

DEBUG = env.bool("DEBUG", default=False)
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE = urlsplit(SITE_URL)
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
if SITE.scheme not in {"http", "https"} or not SITE.hostname:
    raise ImproperlyConfigured("SITE_URL braucht die ganze Adresse: https://gremium.example.org")
IS_PRODUCTION = SITE.hostname not in {"127.0.0.1", "localhost", "::1"} or (
    "DEBUG" in env.ENVIRON and not DEBUG
)
IS_HTTPS = SITE.scheme == "https"
if DEBUG and IS_PRODUCTION:
    raise ImproperlyConfigured("DEBUG ist nur auf der eigenen Maschine erlaubt.")

SECRET_KEY = secret.secret_key(env("SECRET_KEY", default=""), VAR_DIR, is_production=IS_PRODUCTION)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[SITE.hostname] if IS_PRODUCTION else LOOPBACK)
if "*" in ALLOWED_HOSTS and IS_PRODUCTION:
    raise ImproperlyConfigured("ALLOWED_HOSTS darf in Produktion nicht „*“ sein.")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if IS_HTTPS else []
RELEASE = release.stamp(BASE_DIR)

INSTALLED_APPS = [
    "gremium.apps.GremiumAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "simple_history",
    "import_export",
    "adminsortable2",
    "django_prose_editor",
    "gremium",
    "accounts",
    "partners",
    "post",
    "meetings",
    "advice",
    "projects",
    "news",
]

MIDDLEWARE = [
    "gremium.middleware.SecretAddresses",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "gremium.middleware.SecurityHeaders",
    "csp.middleware.CSPMiddleware",
    "gremium.middleware.GuardInput",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "gremium.middleware.OriginBehindLinks",
    "django.middleware.csrf.CsrfViewMiddleware",
    "gremium.middleware.PlainLineEnds",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gremium.middleware.OfficeBehindSecondFactor",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "gremium.middleware.WrongTokens",
    "gremium.freshness.Freshness",
]

ROOT_URLCONF = "gremium.urls"
WSGI_APPLICATION = "gremium.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gremium.context_processors.site",
            ],
            "builtins": ["gremium.templatetags.gremium"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Data -------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'gremium.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # With Django's defaults a third of concurrent writes fail as "locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MEDIA_ROOT = Path(env("MEDIA_ROOT", default=VAR_DIR / "media"))
STATIC_ROOT = Path(env("STATIC_ROOT", default=VAR_DIR / "static"))
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "gremium.stylesheets.JoiningStorage"},
}
WHITENOISE_MAX_AGE = 3600
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- Who is asking ----------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.AskedOnce"]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Our own pages sign people in (accounts); of allauth we use the second factors.
ACCOUNT_ADAPTER = "gremium.signin.Adapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# Clocks of telephones are off by some seconds.
MFA_TOTP_TOLERANCE = 1
# In the demo a newcomer is inside with one password.
SECOND_FACTOR_REQUIRED = IS_PRODUCTION

# --- Browser ----------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if IS_HTTPS:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
if env("TRUSTED_PROXIES", default="false").lower() not in {"true", "false"}:
    raise ImproperlyConfigured("TRUSTED_PROXIES ist „true“ oder „false“.")
TRUSTED_PROXIES = env.bool("TRUSTED_PROXIES", default=False)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "gremium.views.form_too_old"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
    },
}

# --- Language and time ------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("Deutsch")), ("en", _("Englisch"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

# --- Mail -------------------------------------------------------------------

EMAIL_URL = env("EMAIL_URL", default="")
HAS_MAIL_SERVER = bool(EMAIL_URL)
# Without a server, on this machine only: mails count as sent and can be read in the office,
# links and codes included, so that everything can be tried.
MAIL_IS_SHOWN = not HAS_MAIL_SERVER and not IS_PRODUCTION
EMAIL_CONFIG = env.email_url_config(EMAIL_URL or "dummymail://")
if EMAIL_CONFIG["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
    EMAIL_CONFIG["EMAIL_BACKEND"] = "post.smtp.EmailBackend"
vars().update(EMAIL_CONFIG)
# Counts from each byte; for how long an attempt may take altogether see post.delivery.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default=f"gremium@{SITE.hostname}")

# --- Libraries --------------------------------------------------------------

IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "gremium.logs.MaskingFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Django's own handlers would write addresses as they are, or mail them.
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
