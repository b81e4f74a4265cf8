"""The settings of the test suite: those of the shop, with hashing that takes no time."""

import os

os.environ.setdefault("DUPLEX_MODE", "test")

from commerce.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True
