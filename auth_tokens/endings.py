"""What ends the devices of admins: another password, and no longer being one.

Django's own pages and commands look after admins and save them as they please, so this listens to the saving. A hash
that is only made anew at a sign-in is no other password.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from admins.models import AdminUser
from auth_tokens import devices
from auth_tokens.models import Token


@receiver(post_save, sender=AdminUser)
def end_devices(instance: AdminUser, created: bool, **about: Any) -> None:
    """End the devices of an admin who has got another password, or may not sign in any more."""
    # Django keeps the text of a new password until it has been saved; that of a hash made anew it drops before.
    has_new_password = vars(instance).get("_password") is not None or not instance.has_usable_password()
    if not created and (has_new_password or not instance.is_active or not instance.is_staff):
        devices.end_others(Token.Kind.ADMIN, instance.pk)


@receiver(post_delete, sender=AdminUser)
def end_all_devices(instance: AdminUser, **about: Any) -> None:
    devices.end_all(Token.Kind.ADMIN, instance.pk)
