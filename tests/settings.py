"""The portal's own settings, quicker: a plain hasher, mail kept in memory. The servers are real."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("PORTAL_URL", "http://testserver")
os.environ.setdefault("PORTAL_DEMO", "1")

from ovp_portal.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CLOCK_FILE = ""
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = True
"""Test databases are made from the models; a migration of pghistory's would have done this."""
WHITENOISE_AUTOREFRESH = True
"""Styles are served from where they are written: nothing was collected."""
MAIL_LINES = 1
"""A test's rows are seen by its own connection only; those that commit say so and open more."""
