"""The people who run the shop, in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from admins.models import AdminUser

admin.site.register(AdminUser, UserAdmin)
