"""Routes of tokens for admins."""

from rest_api.auth_tokens import views

routes = [
    ("integration/admin/token", views.AdminToken),
]
