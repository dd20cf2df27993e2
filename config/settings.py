"""Settings of every process (web, worker, beat, commands), read from the environment through config.env."""

import logging
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from config import env
from config.rails import configured_rails

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("FAIRBRIEF_DATA", BASE_DIR / ".data")

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost")
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", SITE_URL)
HTTPS_ONLY = SITE_URL.startswith("https://")
DATA_KEYS = env.keys("DATA_KEYS")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "pgtrigger",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.headless",
    "allauth.idp.oidc",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "django_structlog",
    "django_prometheus",
    "config",
    "duerows",
    "accounts",
    "contests",
    "payouts",
    "moderation",
    "webhooks",
    "personal",
    "api",
    "frontend",
    "demo",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.RequireSecondFactor",
    "accounts.middleware.StopTheBlocked",
    "accounts.middleware.ReaderPreferences",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "accounts.middleware.RememberOrigin",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

# Cotton and Django's cached loader need an explicit chain: cotton rewrites <c-…> tags before caching.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "frontend" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frontend.context.site",
            ],
        },
    }
]

# A component sees what it is given, not the variables of the page around it.
COTTON_ISOLATE_BY_DEFAULT = True

# --- Database: the runtime role; migrations run with the owner's DATABASE_URL ---------------------------------
DATABASES = {"default": dj_database_url.parse(env.text("DATABASE_URL"), conn_max_age=60, conn_health_checks=True)}
DATABASES["default"]["ENGINE"] = "django_prometheus.db.backends.postgresql"
DATABASES["default"].setdefault("OPTIONS", {}).update(
    {
        "connect_timeout": 5,
        "application_name": env.text("FAIRBRIEF_PROCESS", "fairbrief"),
        # Statements asked again are planned once for each connection: planning costs more than answering most of them.
        "server_side_binding": True,
        "prepare_threshold": 3,
    }
)
DATABASE_RUNTIME_ROLE = env.text("DATABASE_RUNTIME_ROLE", "fairbrief_app")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Broker and cache -------------------------------------------------------------------------------------------
REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "fairbrief",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

CELERY_BROKER_URL = REDIS_URL
CELERY_TIMEZONE = "UTC"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_throttle": 1,
    "socket_timeout": 30,
    "socket_connect_timeout": 5,
    "health_check_interval": 25,
}

# --- People -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_ADAPTER = "accounts.allauth_adapters.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupDetailsForm"
ACCOUNT_FORMS = {"signup": "accounts.signup.SignupForm"}
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {"api_token": "30/m/ip", "poll_vote": "120/h/ip", "community_vote": "60/h/ip"}
PASSWORD_RESET_TIMEOUT = 3600
MFA_ADAPTER = "accounts.allauth_adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Fairbrief"
MFA_TOTP_TOLERANCE = 1
HEADLESS_ONLY = False
IDP_OIDC_PRIVATE_KEY = env.text("OIDC_PRIVATE_KEY", "")
IDP_OIDC_ADAPTER = "accounts.oidc.Adapter"
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 3600
IDP_OIDC_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]
# Rate limits go by address; behind a proxy that is the one which the proxy saw.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("BEHIND_PROXY") else 0

# --- Words, zones, languages --------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "frontend" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_READER_TIME_ZONE = "Europe/Paris"

# --- Files --------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = env.folder("STATIC_ROOT", DATA_DIR / "static")
STATIC_STORAGE = "django.contrib.staticfiles.storage.StaticFilesStorage"
if not DEBUG:
    # Compressed copies take a minute to make: worth it in an image, not on a developer's machine.
    STATIC_STORAGE = (
        "frontend.staticfiles.FoldedCompressedStorage"
        if env.flag("STATIC_COMPRESSED", True)
        else "frontend.staticfiles.FoldedStorage"
    )
MEDIA_ROOT = env.folder("MEDIA_ROOT", DATA_DIR / "media")
S3_BUCKET = env.text("AWS_STORAGE_BUCKET_NAME", "")
STORAGES = {
    "default": (
        {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": S3_BUCKET,
                "endpoint_url": env.text("AWS_S3_ENDPOINT_URL", "") or None,
                "querystring_auth": True,
                "default_acl": None,
                "file_overwrite": False,
            },
        }
        if S3_BUCKET
        else {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": MEDIA_ROOT}}
    ),
    "staticfiles": {"BACKEND": STATIC_STORAGE},
}
UPLOAD_MAX_BYTES = env.number("UPLOAD_MAX_BYTES", 60 * 1024 * 1024)
# What arrives in pieces and goes on after a break: one source, all of one person's that are not submitted yet.
SOURCE_MAX_BYTES = env.number("SOURCE_MAX_BYTES", 500 * 1024 * 1024)
SOURCE_MAX_BYTES_IN_FLIGHT = env.number("SOURCE_MAX_BYTES_IN_FLIGHT", 2 * 1024 * 1024 * 1024)
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
VIRUS_SCAN_COMMAND = env.words("VIRUS_SCAN_COMMAND")

# --- Rails ----------------------------------------------------------------------------------------------------------
RAILS = configured_rails()

# How long a changed account, or a changed e-mail address, keeps payments waiting: long enough for a mail to be read.
PAYOUT_COOLING = timedelta(hours=env.number("PAYOUT_COOLING_HOURS", 48))

# --- Documents -------------------------------------------------------------------------------------------------------
# Who issues the platform's invoices. The company that stands here by default is invented.
PLATFORM_PARTY = {
    "name": env.text("PLATFORM_NAME", "Fairbrief SAS"),
    "street": env.text("PLATFORM_STREET", "12 rue de l’Exemple"),
    "postcode": env.text("PLATFORM_POSTCODE", "75011"),
    "city": env.text("PLATFORM_CITY", "Paris"),
    "country": env.text("PLATFORM_COUNTRY", "FR"),
    "company_number": env.text("PLATFORM_COMPANY_NUMBER", "123456782"),
    "vat_number": env.text("PLATFORM_VAT_NUMBER", "FR11123456782"),
}
# For the page that says who runs this site; a director and a host are named where the law asks for them.
PLATFORM_EMAIL = env.text("PLATFORM_EMAIL", "hello@fairbrief.example")
PLATFORM_DIRECTOR = env.text("PLATFORM_DIRECTOR", "")
PLATFORM_HOST = env.text("PLATFORM_HOST", "")

# --- Books --------------------------------------------------------------------------------------------------------
LEDGER_SIGNING_KEY = env.text("LEDGER_SIGNING_KEY", "")
LEDGER_PUBLIC_KEYS = env.words("LEDGER_PUBLIC_KEYS")

# --- Webhooks -------------------------------------------------------------------------------------------------------
# Networks that messages may go to although they are not public, over plain http as well: for tests and the demo.
WEBHOOK_ALLOWED_NETWORKS = [ip_network(text) for text in env.words("WEBHOOK_ALLOWED_NETWORKS")]

# --- Mail ---------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Fairbrief <hello@fairbrief.example>")

# --- API -----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.ClientToken", "api.authentication.Session"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated", "api.permissions.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["api.renderers.OrjsonRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "api.negotiation.JsonAtOnce",
    "DEFAULT_PARSER_CLASSES": ["api.parsers.CarefulJSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_THROTTLE_CLASSES": ["api.throttling.PerCaller"],
    "DEFAULT_THROTTLE_RATES": {
        "caller": env.text("API_THROTTLE_CALLER", "600/min"),
        "anonymous": env.text("API_THROTTLE_ANONYMOUS", "120/min"),
        "export": env.text("API_THROTTLE_EXPORT", "20/min"),
    },
    "DEFAULT_SCHEMA_CLASS": "api.schema.ResourceSchema",
    "EXCEPTION_HANDLER": "api.problems.problem_response",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    # Strangers are counted by address; one that they make up in X-Forwarded-For must not be believed.
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Fairbrief API",
    "DESCRIPTION": "Contests with fair pay built in: brands fund and decide, creatives enter and see why they are paid "
    "what, auditors read and replay every cent. Amounts are whole minor units (cents); moments are UTC.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": ["api.schema.complete"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}

# --- Browser security -------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
X_FRAME_OPTIONS, MESSAGE_STORAGE = "DENY", "frontend.message_storage.MessageStorage"
# A translator that readers of comments are led to: {to} is their language, {text} the comment. Empty: no such link.
TRANSLATE_URL_TEMPLATE = env.text("TRANSLATE_URL_TEMPLATE", "https://www.deepl.com/translator#auto/{to}/{text}")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_SSL_REDIRECT = HTTPS_ONLY and env.flag("SECURE_SSL_REDIRECT", True)
# Asked from inside, without TLS: by the container's health check, by Prometheus, by a rail in the same network.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^metrics$", r"^rails/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS_ONLY
# A browser takes a cookie of such a name only from this very host, over TLS: no neighbour can plant one.
COOKIE_PREFIX = "__Host-" if HTTPS_ONLY else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}session", f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}django_language"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600

# --- Logs -----------------------------------------------------------------------------------------------------------
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
LOG_LEVEL = env.text("LOG_LEVEL", "INFO")
LOG_JSON = env.flag("LOG_JSON", not DEBUG)
LOGGING_CONFIG = "config.logging.configure"
METRICS_TOKEN = env.text("METRICS_TOKEN", "")
LOGGING = {"level": LOG_LEVEL, "json": LOG_JSON}
