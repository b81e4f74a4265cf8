"""What an e-mail address is."""

from __future__ import annotations

import re
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator

# Dots between runs of anything that needs no quotes; letters of every script, as Magento takes them.
LOCAL_PART = re.compile(r"""[^\s\x00-\x1f\x7f()<>\[\]:;,@\\".]+(\.[^\s\x00-\x1f\x7f()<>\[\]:;,@\\".]+)*\Z""")
domain_name = DomainNameValidator(accept_idna=True)


def is_well_formed(email: str) -> bool:
    """Whether a text can be somebody's e-mail: one `@`, and a domain with a dot behind it."""
    local_part, at, domain = email.rpartition("@")
    if not at or len(local_part) > 64 or not LOCAL_PART.match(local_part):
        return False
    # Lower case can be longer than what it was made from; a dot at the end would be a second name for one mailbox.
    if max(len(email), len(email.lower())) > 254 or domain.endswith("."):
        return False
    return _is_domain_name(domain)


@lru_cache(maxsize=1_000)
def _is_domain_name(text: str) -> bool:
    try:
        domain_name(text)
    except ValidationError:
        return False
    return True
