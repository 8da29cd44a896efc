"""Every setting, in one file. What differs between machines comes from the environment (docs: README)."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from ovp_portal.env import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

# --- What this installation is ---------------------------------------------------------------
DEBUG = env.yes("DEBUG")
DEMO = env.yes("PORTAL_DEMO")
"""A demonstration: made-up figures, a clock of its own, mail kept in the portal's outbox."""
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
PORTAL_URL = env.url("PORTAL_URL")
"""Where readers find the portal; links in mails begin with it."""
CLOCK_FILE = env.text("CLOCK_FILE", "")
HTTPS = PORTAL_URL is not None and PORTAL_URL.startswith("https://")
if CLOCK_FILE and not DEMO:
    env.refuse("CLOCK_FILE is for a demonstration only (PORTAL_DEMO=1): a real portal has no clock of its own")
if PORTAL_URL and not (DEMO or DEBUG or HTTPS):
    env.refuse("PORTAL_URL must start with https:// unless this is a demonstration (PORTAL_DEMO=1)")

# --- Parts -----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django.contrib.postgres",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "ovp_portal.apps.PortalConfig",
    "ovp_portal.audit",
    "ovp_portal.accounts",
    "ovp_portal.circulation",
    "ovp_portal.editions",
    "ovp_portal.notifications",
    "ovp_portal.calendars",
    "commitments",
    "meetings",
    "reports",
    "modeltrans",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "ovp_portal.uploads.RequestsHaveASize",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ovp_portal.accounts.interrupted.SignInFirst",
    "pghistory.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "ovp_portal.urls"
WSGI_APPLICATION = "ovp_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
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
                "ovp_portal.context.portal",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "ovp_portal.templatetags.portal",
                "ovp_portal.templatetags.marks",
                "ovp_portal.templatetags.charts",
                "ovp_portal.templatetags.blocks",
                "ovp_portal.templatetags.forms",
                "ovp_portal.templatetags.kept",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- The database is the record; cache and sessions live there too, so that a stalled broker
#     never stands between a person and a form ------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL") | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 10)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}}
PGTRIGGER_MIGRATIONS = False
"""Triggers are put up after every migrate from what the models say, and taken down when the models drop
them: a step per trigger in the migrations made a new database ten times slower (docs/decisions)."""
PGTRIGGER_INSTALL_ON_MIGRATE = True
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())

# --- The clockwork: measured choices, each kept by a test (docs/decisions) ----------------------
CELERY_BROKER_URL = env.broker("REDIS_URL")
CELERY_TIMEZONE = "UTC"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 30 * 60,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
}
CELERY_BEAT_SCHEDULE = {
    # One job a minute looks at the database; a minute missed is caught up by the next one.
    "tick": {"task": "reports.tick", "schedule": 60.0, "options": {"expires": 55}},
}

# --- People ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "reports:home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "ovp_portal.accounts.adapter.AccountAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody gets mail because somebody typed his address
ACCOUNT_FORMS = {
    "login": "ovp_portal.accounts.forms.SignInForm",
    "change_password": "ovp_portal.accounts.forms.ChangePasswordForm",
    "set_password": "ovp_portal.accounts.forms.SetPasswordForm",
    "reset_password": "ovp_portal.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "ovp_portal.accounts.forms.ResetPasswordKeyForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "5/5m/key,20/5m/ip",
    "reset_password": "5/m/ip,3/h/key",
    "sign_in_link": "20/15m/ip,3/15m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.yes("BEHIND_PROXY") else 0
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=24).total_seconds())
INVITATION_AGE = timedelta(hours=48)
SIGN_IN_LINK_AGE = timedelta(minutes=15)

# --- Language, time ------------------------------------------------------------------------------
LANGUAGE_CODE = "mk"
LANGUAGES = [("mk", "Македонски"), ("sq", "Shqip"), ("en", "English"), ("sr-latn", "Srpski")]
LOCALE_PATHS = [BASE_DIR / "ovp_portal" / "locale"]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Skopje"
MODELTRANS_AVAILABLE_LANGUAGES = ["mk", "sq", "en", "sr-latn"]
"""Languages that texts of the register may have; one more needs no migration."""
MODELTRANS_FALLBACK = {"default": ("mk",)}

# --- Files -----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "ovp_portal.staticfiles.PortalStaticFilesStorage"},
}

NOTE_FILE_MOST_BYTES = 10 * 2**20
"""An old note sent to be read. It is kept in memory while it is read, and nowhere afterwards."""

CLAMD_URL = env.scanner("CLAMD_URL")
"""The virus scanner that is asked about each file before it is opened; without one no file is scanned."""

# --- Mail --------------------------------------------------------------------------------------------
vars().update(env.mail("EMAIL_URL", "consolemail://"))
if DEMO:
    EMAIL_BACKEND = "ovp_portal.notifications.outbox.OutboxBackend"
EMAIL_TIMEOUT = 20
MAIL_LINES = env.number("MAIL_LINES", 8)
"""Connections to the mail server when much waits: one sends while the other waits for an answer. A worker that is
killed may double what each line held: with 1 that is one message at most, and sending is much slower."""
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL", "portal@example.org")

# --- Who looks after the clockwork, and how it is asked ------------------------------------------------
ALARM_EMAILS = env.words("ALARM_EMAILS", [])
"""Told, beside the national coordinators and superusers, when the clockwork stands still."""
ALARM_MAIL = env.mail("ALARM_EMAIL_URL", "")
"""Another mail server for alarms: that of the portal may be what is broken. None: the same."""
METRICS_TOKEN = env.text("METRICS_TOKEN", "")
WORKER_PORT = env.number("WORKER_PORT", 0)
"""Where the worker answers /readyz and /metrics, on this machine only; 0: nowhere."""

# --- Safety ------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked from inside, without a certificate
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.yes("BEHIND_PROXY") else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "ovp_portal.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a note with 200 points and 100 members is one form
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- What is written down -------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"portal": {"level": "INFO"}},
}
SITE_NAME = _("Open Government Partnership")
SITE_SUBTITLE = _("Portal of commitments")

env.finish()
