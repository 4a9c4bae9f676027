"""Settings for tests: the real ones, on a database and a cache that no other run touches."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "for-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ")
os.environ.setdefault("HTTPS", "0")
os.environ.setdefault("LOG_LEVEL", "WARNING")  # a line for each of a hundred thousand requests is read by nobody

from config.settings import *  # noqa: F403
from config.settings import CACHES, DATABASES, STORAGES

# A file, not memory: tests with threads or a live server then meet the locks that the product meets.
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    _database["TEST"] = {"NAME": str(Path(tempfile.gettempdir()) / f"servicedesk-test-{os.getpid()}.sqlite3")}
    _database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    _database["TEST"] = {"NAME": f"test_servicedesk_{os.getpid()}"}

CACHES["default"]["KEY_PREFIX"] = f"test-{os.getpid()}"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
