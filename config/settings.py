"""Every setting, one page, by subject. All that differs between places comes from the environment (docs/operations.md)."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import env

ROOT = Path(__file__).resolve().parent.parent

# --- Where we are -------------------------------------------------------------------------------------------------
DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")  # the invented workplace with one-click sign-in
CLOCK_OFFSET = timedelta(seconds=env.number("CLOCK_OFFSET_SECONDS", 0))  # demo only: live as at another moment
BASE_URL = env.text("BASE_URL", "http://localhost:8000").rstrip("/")  # links in mail are built from this alone
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["localhost", "127.0.0.1"] if DEBUG or DEMO else [])
SECURE_SITE = BASE_URL.startswith("https://")
if CLOCK_OFFSET and not DEMO:
    raise ImproperlyConfigured("CLOCK_OFFSET_SECONDS moves time and is for the demo only.")

PRODUCT_NAME = env.text("PRODUCT_NAME", "Arbejdspladsen")
MUNICIPALITY_NAME = env.text("MUNICIPALITY_NAME", "Fjordby Kommune" if DEMO else "Kommunen")
NEUTRAL_PAGE = env.text("NEUTRAL_PAGE", "https://www.dmi.dk/")  # where »Forlad siden hurtigt« leads

# --- Secrets ------------------------------------------------------------------------------------------------------
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
FIELD_KEYS = env.words("FIELD_KEYS")  # Fernet keys for sensitive text; the first encrypts
if not FIELD_KEYS:
    raise ImproperlyConfigured("Set FIELD_KEYS: one or more Fernet keys, newest first (docs/encryption.md).")

# --- The house ----------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "core",
    "incidents",
    "med",
    "onboarding",
    "senior",
]
MIDDLEWARE = [
    "core.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.SessionLimitsMiddleware",
    "core.middleware.KeepTypedTextMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.second_step.SecondStepMiddleware",
    "core.middleware.PrivatePagesMiddleware",
    "core.middleware.NotAllowedMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "core.form_rendering.Renderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "core.templatetags.ui",
                "core.templatetags.telephones",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "core.templatetags.constant",  # last: in front of the tags it wraps
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.shell.context",
            ],
        },
    }
]
SILENCED_SYSTEM_CHECKS = []

# --- Data ---------------------------------------------------------------------------------------------------------
DATABASES = {
    "default": env.database()
    | {
        "CONN_MAX_AGE": env.number("CONN_MAX_AGE", 600),  # measured: four times the throughput of reconnecting
        "CONN_HEALTH_CHECKS": True,
    }
}
CACHES = {
    "default": {  # counts failed sign-ins, for all web processes together
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
PRIVATE_ROOT = Path(env.text("PRIVATE_ROOT", str(ROOT / "var" / "private")))  # evidence; never served directly
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(ROOT / "staticfiles")))
STATICFILES_DIRS = [ROOT / "static"]
WHITENOISE_MAX_AGE = 31536000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # typed text; files are counted apart
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_SIZE = env.number("FILE_UPLOAD_MAX_MB", 20) * 1024 * 1024
FILE_UPLOAD_MAX_TOTAL = env.number("FILE_UPLOAD_TOTAL_MB", 60) * 1024 * 1024
FILE_SCANNER = env.text("FILE_SCANNER", "")  # dotted path of a virus scanner hook (docs/files.md)

# --- Language and time --------------------------------------------------------------------------------------------
LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Dansk"))]
LOCALE_PATHS = [ROOT / "core" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"
USE_THOUSAND_SEPARATOR = False  # on, it would write /incidents/1.234/ in links

# --- Sign-in and session ------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "core.Person"
AUTHENTICATION_BACKENDS = ["core.signin.PersonBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "core:desk"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "core.signin.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "core.signin.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are made by administrators, never by themselves
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # never mail an address that a stranger typed
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "core.forms_signin.LoginForm",
    "reset_password": "core.forms_signin.ResetPasswordForm",
    "reset_password_from_key": "core.forms_signin.ResetPasswordKeyForm",
    "change_password": "core.forms_signin.ChangePasswordForm",
    "reauthenticate": "core.forms_signin.ReauthenticateForm",
}
# A whole municipality may come from one address at eight o'clock, so the narrow limit is the one per account.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "60/m/ip,5/5m/key",
    "login": "600/m/ip",
    "reset_password": "60/m/ip,3/5m/key",
    "reset_password_from_key": "60/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("BEHIND_PROXY") else 0
PASSWORD_RESET_TIMEOUT = 60 * 60
MFA_ADAPTER = "core.signin.MfaAdapter"
MFA_FORMS = {
    "authenticate": "core.forms_signin.AuthenticateForm",
    "reauthenticate": "core.forms_signin.ReauthenticateCodeForm",
    "activate_totp": "core.forms_signin.ActivateTOTPForm",
    "add_webauthn": "core.forms_signin.AddWebAuthnForm",
    "edit_webauthn": "core.forms_signin.EditWebAuthnForm",
}
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = PRODUCT_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE_SITE
# Whose sign-in takes two steps: roles that read sensitive cases or give rights. »none« leaves it to each.
SECOND_STEP_FOR = env.words(
    "SECOND_STEP_FOR",
    () if DEMO else ("leader", "safety_rep", "union_rep", "hr", "data_protection", "auditor", "admin"),
)
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
OIDC_SERVER = env.text("OIDC_SERVER_URL", "")
OIDC_ORIGINS = (
    sorted({"/".join(OIDC_SERVER.split("/")[:3]), *env.words("OIDC_ORIGINS")}) if OIDC_SERVER else []
)  # where sign-in may lead
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "kommunen",
                    "name": env.text("OIDC_NAME", MUNICIPALITY_NAME),
                    "client_id": env.text("OIDC_CLIENT_ID"),
                    "secret": env.text("OIDC_CLIENT_SECRET"),
                    "settings": {
                        "server_url": OIDC_SERVER,
                        "verified_email": env.flag("OIDC_EMAIL_IS_VERIFIED"),
                    },  # for servers that don't say so
                }
            ]
        }
    }
    if OIDC_SERVER
    else {}
)
SESSION_COOKIE_NAME = "__Host-session" if SECURE_SITE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_SITE else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SITE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_LIMIT = timedelta(minutes=env.number("SESSION_IDLE_MINUTES", 30))
SESSION_ABSOLUTE_LIMIT = timedelta(hours=env.number("SESSION_HOURS", 10))
CSRF_FAILURE_VIEW = "core.views.errors.csrf_failure"

# --- Browser safety -----------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = SECURE_SITE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 31536000 if SECURE_SITE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_SITE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *OIDC_ORIGINS],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# --- Mail ---------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = env.text(
    "EMAIL_BACKEND", "core.outbox.ShownOnlyBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text(
    "DEFAULT_FROM_EMAIL", "arbejdspladsen@fjordby.example" if DEMO else "arbejdspladsen@localhost"
)
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].rstrip(">")

# --- Clock and queue (config/schedule.py says what runs when) -------------------------------------------------------
CELERY_BROKER_URL = env.text("REDIS_URL", "redis://localhost:6379/0")
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 240, 300
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_timeout": 30,
    "health_check_interval": 25,
}
CELERY_TASK_PUBLISH_RETRY = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_max": 0.2,
}  # a broker that is down must not hold a page
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- Log: one JSON object a line, no personal data (core/logs.py) ---------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "core.logs.JsonFormatter"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["out"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"level": "INFO"},  # named, so that Django's own plain handlers go
        "celery": {"level": "WARNING"},
        "django.server": {"handlers": ["out"], "level": "WARNING", "propagate": False},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
DEFAULT_EXCEPTION_REPORTER = "core.logs.NoValuesReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "core.logs.NoValuesFilter"
