"""Alongside's settings: production by default, everything that differs read from the environment.

`EMBEDDED=1` (what `make run` sets) makes one machine enough: an SQLite database under `VAR`, mails
written as files, plain http. Every variable stands in the README's table.
"""

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from home.headers import for_this_site_alone, policy
from home.watching.logs import logging_for

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(env.str("VAR", default=str(BASE_DIR / "var"))).resolve()
EMBEDDED = env.bool("EMBEDDED", default=False)
DEMONSTRATION = EMBEDDED and env.bool("DEMONSTRATION", default=False)
DEBUG = env.bool("DEBUG", default=False)

# -- who we are on the network ------------------------------------------------------------------

SECRET_KEY = env.str("SECRET_KEY", default="embedded-and-not-secret-" * 3 if EMBEDDED else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set. Give it 50 or more random characters, or set EMBEDDED=1 to try the site on this machine.")
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{env.str('PORT', default='8000')}" if EMBEDDED else "").rstrip("/")
if not SITE_URL:
    raise ImproperlyConfigured("SITE_URL is not set. Give it the address that people will type, such as https://learning.example.org.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if EMBEDDED else [urlsplit(SITE_URL).hostname])
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
HTTPS = not EMBEDDED

WSGI_APPLICATION = "home.wsgi.application"
ROOT_URLCONF = "home.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "learning", "practice", "capability", "home",
    "allauth", "allauth.account", "allauth.mfa", "allauth.socialaccount", "allauth.socialaccount.providers.openid_connect", "allauth.usersessions",
    "wagtail.contrib.settings", "wagtail.contrib.redirects", "wagtail.embeds", "home.apps.PeopleInCmsConfig", "wagtail.snippets", "wagtail.documents",
    "wagtail.images", "wagtail.search", "wagtail.admin", "wagtail",
    "modelcluster", "taggit", "django_q",
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.humanize", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.staticfiles", "django.forms",
]  # fmt: skip

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "home.watching.requests.each_request",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "home.middleware.private_by_default",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "home.middleware.SignedInUnlessSaid",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "home.middleware.second_factor_where_needed",
    "home.middleware.welcomed_first",
    "home.middleware.cms_for_editors",
    "home.middleware.errors_with_a_reference",
]

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
                "home.context.site",
            ],
            "builtins": ["home.templatetags.components"],
        },
    }
]
FORM_RENDERER = "home.rendering.FormRenderer"

# -- what we keep -------------------------------------------------------------------------------

DATABASE_KEEPS_PLANS = env.bool("DATABASE_KEEPS_PLANS", default=True)  # PostgreSQL alone; off behind a pool that shares connections between statements
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'alongside.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)  # a database that is away is a 503 soon
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    if DATABASE_KEEPS_PLANS:  # what is kept asks by keys alone (home.plans): one plan serves all of them
        DATABASES["default"]["OPTIONS"].setdefault("options", "-c plan_cache_mode=force_generic_plan")
DATABASES["default"]["CONN_MAX_AGE"] = 60

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": (
        {"BACKEND": "home.caches.RedisThatMayBeAway", "LOCATION": REDIS_URL, "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1}}
        if REDIS_URL
        else {"BACKEND": "home.caches.FilesThatMayNotFit", "LOCATION": str(VAR / "cache"), "OPTIONS": {"MAX_ENTRIES": 5000}}
    )
}
SESSION_ENGINE = "home.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True  # scripts take the token from the form that they send
CSRF_FAILURE_VIEW = "home.views.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

Q_CLUSTER = {
    "name": "alongside",
    "orm": "default",
    "workers": env.int("WORKERS", default=1),
    "queue_limit": 2,
    "bulk": 1,
    "timeout": 60,
    "retry": 180,
    "max_attempts": 3,
    "save_limit": 0,
    "catch_up": False,
    "poll": 0.5,
    "has_replica": False,
    "label": "Tasks",
}

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC", default=str(VAR / "static")))
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
BUCKET = env.str("BUCKET", default="")  # media in an S3-compatible store, which every machine reaches
BUCKET_ACCESS = {
    "bucket_name": BUCKET,
    "endpoint_url": env.str("BUCKET_SERVER", default="") or None,
    "region_name": env.str("BUCKET_REGION", default="") or None,
    "access_key": env.str("BUCKET_KEY", default="") or None,
    "secret_key": env.str("BUCKET_SECRET", default="") or None,
}
LEDGER = env.str("LEDGER", default=f"s3://{BUCKET}/ledger" if BUCKET else str(VAR / "ledger"))
MACHINES = env.int("MACHINES", default=1)  # that run web processes or workers; `home.checks` says what more than one of them needs
STORAGES = {
    "default": {"BACKEND": "home.storage.Bucket", "OPTIONS": BUCKET_ACCESS} if BUCKET else {"BACKEND": "home.whole_files.WholeFiles"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = True
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else's page reads our files
WHITENOISE_ADD_HEADERS_FUNCTION = for_this_site_alone
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the CMS sends every field of every block of a long lesson
UPLOAD_LIMIT = 20 * 1024 * 1024
DISCLOSURE_LEAST_PEOPLE = env.int("DISCLOSURE_LEAST_PEOPLE", default=8)  # behind a figure about people; never under 5

# -- people and how they sign in ----------------------------------------------------------------

AUTH_USER_MODEL = "home.User"
AUTHENTICATION_BACKENDS = ["home.accounts.PeopleBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "home.passwords.NotThePlace"},
]
ACCOUNT_ADAPTER = "home.accounts.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "home.accounts.SocialAccountAdapter"
ACCOUNT_FORMS = {"signup": "home.forms.joining.SignupForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # both answers cost the same, and write one letter
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TRUST_ENABLED = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this browser stays signed in; every other one is out, since its session holds a digest of the old one
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_USER_DISPLAY = "home.accounts.display_name"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = EMBEDDED
MFA_FORMS = {
    "login_webauthn": "home.accounts.PasskeyLoginForm",
    "reauthenticate_webauthn": "home.accounts.PasskeyReauthenticateForm",
    "authenticate_webauthn": "home.accounts.PasskeySecondStepForm",
}
MFA_TOTP_ISSUER = "Alongside"
USERSESSIONS_TRACK_ACTIVITY = False
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=not DEMONSTRATION)
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # the area chose the provider, and trusts the addresses that it confirmed
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_AUTO_SIGNUP = True
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", default="")
WORK_ACCOUNT = {
    "provider_id": "work",
    "name": env.str("OIDC_NAME", default="your work account"),
    "client_id": env.str("OIDC_CLIENT_ID", default=""),
    "secret": env.str("OIDC_SECRET", default=""),
    "settings": {"server_url": OIDC_SERVER_URL},
}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [WORK_ACCOUNT] if OIDC_SERVER_URL else []}}

# -- mail ---------------------------------------------------------------------------------------

EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="Alongside <alongside@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if env.str("MAIL_URL", default=""):
    vars().update(env.email_url("MAIL_URL"))
elif EMBEDDED:
    EMAIL_BACKEND = "home.letters.backend.FileBackend"
else:
    raise ImproperlyConfigured("MAIL_URL is not set. Give it your mail server, such as smtp+tls://user:password@mail.example.org:587.")
EMAIL_FILE_PATH = VAR / "mail"
LETTERS_BACKEND, EMAIL_BACKEND = vars()["EMAIL_BACKEND"], "home.letters.backend.LedgerBackend"  # what anything sends goes out by the worker

# -- safety -------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS and env.bool("SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "SAMEORIGIN"  # the CMS previews a page in a frame of its own site

CONTENT_SECURITY_POLICY = policy(forms_to=OIDC_SERVER_URL)

# -- the CMS ------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Alongside"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "home.forms.editing.RichTextArea"}}
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "home.actions.approving.publish_approved"
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}  # there is no page on which to give one
WAGTAIL_I18N_ENABLED = WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_IMAGE_MODEL = "home.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "home.File"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = UPLOAD_LIMIT
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "home.forms.media.PictureForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "mp3", "m4a", "ogg", "mp4"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "home.forms.media.FileForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILEMBEDS_FINDERS: list[dict] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

# -- words and time -----------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
LANGUAGES = [("en-gb", "English")]

# -- watching it --------------------------------------------------------------------------------

LOG_FORMAT = env.str("LOG_FORMAT", default="plain" if EMBEDDED else "json")
if LOG_FORMAT not in ("json", "plain"):
    raise ImproperlyConfigured("LOG_FORMAT is neither json nor plain.")
LOGGING = logging_for(LOG_FORMAT, whole=DEBUG)
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
if METRICS_TOKEN and len(METRICS_TOKEN) < 24:
    raise ImproperlyConfigured("METRICS_TOKEN is too short. Give it 24 or more random characters, or leave it out.")
OURS = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RELEASE = env.str("RELEASE", default=OURS["version"])  # what runs, for whoever looks after it; on no page that others see

SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # the address is unique whatever its case: constraint person_email_once
    "security.W019",  # X_FRAME_OPTIONS: the CMS previews a page in a frame of its own site
]
