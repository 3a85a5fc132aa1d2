"""The settings that tests run under: the product's own, with what tests need to be fast and alone."""

import os
import tempfile
from pathlib import Path

from tests.embedded import provide_database

provide_database()
os.environ |= {
    "SECRET_KEY": "for-tests-only-0123456789-0123456789-0123456789",
    "FIELD_KEYS": "Zm9yLXRlc3RzLW9ubHktMDEyMzQ1Njc4OWFiY2RlZmc=",
    "DEMO": "yes",
    "DEBUG": "no",
    "BASE_URL": "http://testserver",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "CLOCK_OFFSET_SECONDS": "0",
}
for leftover in (
    "SECRET_KEY_FILE",
    "FIELD_KEYS_FILE",
    "EMAIL_BACKEND",
    "OIDC_SERVER_URL",
    "FILE_SCANNER",
    "BEHIND_PROXY",
):
    os.environ.pop(leftover, None)

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_URL = "memory://"  # tests call tasks as functions; a wake-up goes nowhere
CELERY_TASK_ALWAYS_EAGER = False
PRIVATE_ROOT = Path(tempfile.mkdtemp(prefix="arbejdspladsen-tests-"))  # removed by tests/conftest.py
STATIC_ROOT = PRIVATE_ROOT / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True  # no collected files to look through
DATABASES["default"]["CONN_MAX_AGE"] = 0  # threads of race tests leave no connection behind
