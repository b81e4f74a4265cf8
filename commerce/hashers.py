"""How passwords are hashed."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """argon2id as Magento 2.4 asks for it: 64 MiB, two passes, one lane. OWASP's least is 19 MiB."""

    time_cost = 2
    memory_cost = 65_536  # KiB
    parallelism = 1
