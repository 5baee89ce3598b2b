"""Django's settings. What an operator may change is in ``environment.py``; the rest is the house's choice."""

from __future__ import annotations

from pathlib import Path

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from muster.config.environment import Environment

django_stubs_ext.monkeypatch()  # lets forms and querysets say of what they are: forms.ModelForm[Person]

ENVIRONMENT = Environment.of_process()
PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = ENVIRONMENT.is_on("MUSTER_DEBUG")
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = ENVIRONMENT.hosts

ROOT_URLCONF = "muster.config.urls"
WSGI_APPLICATION = "muster.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "muster.web",
    "muster.community",
    "muster.oversight",
    "muster.standards",
    "muster.events",
    "muster.records",
    "muster.curriculum",
    "muster.roster",
    "muster.files",
    "muster.accounts",
    "muster.ledger",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "template_partials",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "muster.web.private.KeptNowhere",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "muster.web.storable.OnlyUTF8",
    "django.middleware.common.CommonMiddleware",
    "muster.web.files.UploadLimit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "muster.web.storable.NoNul",
    "muster.accounts.shift.EndOfShift",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "muster.web.language.LanguageOfAccount",
    "muster.web.clock.ClockOfAgency",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "muster.web.shell.shell",
            ],
        },
    }
]

# ── the database: SQLite in the data folder, or PostgreSQL by one setting ─────────────────────────

DATABASES = {
    "default": dj_database_url.parse(
        ENVIRONMENT.get("MUSTER_DATABASE") or f"sqlite:///{ENVIRONMENT.data / 'muster.sqlite3'}",
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # a writer takes its turn at the start, so that it is never refused in the middle
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # recursive_triggers: so that INSERT OR REPLACE cannot slip past the triggers that refuse a deletion
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
            "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
        ),
    }

# Tokens of forms that were posted already live here, so that a form posted twice makes one thing.
CACHES = {
    "default": {
        "BACKEND": "muster.web.cache.LoudCache",
        "LOCATION": "muster_cache",
        # Django's own 300 are the forms of an hour, and the counts of tries at passwords would go with them
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    },
}

# ── who comes in ──────────────────────────────────────────────────────────────────────────────────

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "muster.accounts.adapter.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser or the shift, whichever comes first
# a proxy in front adds whom it speaks for; without one that header is anybody's to write
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENVIRONMENT.is_on("MUSTER_HTTPS") else 0
MFA_ADAPTER = "muster.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "muster.accounts.forms.AddPasskeyForm",
    "authenticate_webauthn": "muster.accounts.forms.SecondPasskeyForm",
    "edit_webauthn": "muster.accounts.forms.EditPasskeyForm",
    "login_webauthn": "muster.accounts.forms.SignInPasskeyForm",
    "reauthenticate_webauthn": "muster.accounts.forms.ConfirmPasskeyForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator named the address; nobody verifies it by mail
MFA_TOTP_ISSUER = "Muster"
MFA_TOTP_TOLERANCE = 1  # half a minute either way: a phone's clock is not ours
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or not ENVIRONMENT.is_on("MUSTER_HTTPS")

SOCIALACCOUNT_ADAPTER = "muster.accounts.adapter.OpenIDAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [openid.app(_("your agency account")) for openid in [ENVIRONMENT.openid] if openid],
    }
}

# ── how it travels ────────────────────────────────────────────────────────────────────────────────

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # a form that signs in with the agency's own account is sent on to its provider
        "form-action": [SELF, *([ENVIRONMENT.openid.origin] if ENVIRONMENT.openid else [])],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a shift
SESSION_COOKIE_HTTPONLY = True
if ENVIRONMENT.is_on("MUSTER_HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# ── the log ───────────────────────────────────────────────────────────────────────────────────────

# Django would send what went wrong to administrators by mail, of whom it knows none, and so to nobody. It goes to the
# standard error; what was asked for and is not there, or not allowed, does not.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"log": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["log"], "level": "WARNING"},
        "django.request": {"level": "ERROR"},
    },
}

# ── words, days, files ────────────────────────────────────────────────────────────────────────────

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = sorted(part for part in (PACKAGE / "web" / "locale").iterdir() if part.is_dir())
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = ENVIRONMENT.data / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
MEDIA_ROOT = ENVIRONMENT.data / "files"
MEDIA_URL = ""  # no file is served by its path
# The agency's own rules, read beside those that come with Muster.
MUSTER_RULEBOOK = ENVIRONMENT.get("MUSTER_RULEBOOK")

UPLOAD_LIMIT = int(ENVIRONMENT.get("MUSTER_UPLOAD_MB")) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
