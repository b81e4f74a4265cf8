"""Tokens for admins."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from auth_tokens import sign_in
from rest_api.access import ANONYMOUS
from rest_api.auth_tokens import shapes
from rest_api.shapes import Text
from rest_api.views import View


class AdminToken(View):
    access = {"POST": ANONYMOUS}
    takes = {"POST": {"username": Text(), "password": Text()}}
    answers = {"POST": Text()}

    def post(self, request: Request, **path: Any) -> Response:
        return self.token(sign_in.create_admin_access_token(**shapes.read_credentials(self.read_body())))
