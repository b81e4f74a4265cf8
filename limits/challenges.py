"""Asking whoever fills in a form to show that they are no robot, where the deployment knows how.

BOT_CHALLENGE names a function. It is called with the `form` (Magento's names, such as customer_create), the `answer`
the client sent in X-ReCaptcha or X-Captcha, and the `address` of the client, and says whether that is good. Without
one nobody is asked. The shop's own people and commands never are.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from enum import StrEnum

from django.conf import settings
from django.utils.module_loading import import_string

from kernel import origin
from limits.addresses import SHOP
from limits.errors import ChallengeFailed

logger = logging.getLogger(__name__)


class Form(StrEnum):
    """What can be asked for, by the names of Magento's ReCaptchaFormEnum."""

    CUSTOMER_LOGIN = "customer_login"
    CUSTOMER_CREATE = "customer_create"
    CUSTOMER_FORGOT_PASSWORD = "customer_forgot_password"
    CUSTOMER_EDIT = "customer_edit"
    RESEND_CONFIRMATION_EMAIL = "resend_confirmation_email"
    NEWSLETTER = "newsletter"


def check(form: Form) -> None:
    """Let somebody pass who is no robot. A function that breaks lets nobody pass. Raises ChallengeFailed."""
    now = origin.current()
    if not settings.BOT_CHALLENGE or now.actor.kind in SHOP:
        return
    is_good: Callable[..., bool] = import_string(settings.BOT_CHALLENGE)
    try:
        passed = is_good(form=form.value, answer=now.challenge, address=now.address)
    except Exception:
        logger.exception("The bot challenge of %s could not be checked.", form)
        passed = False
    if not passed:
        raise ChallengeFailed()
