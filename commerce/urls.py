"""Which address is answered by which surface."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from graphql_api.views import graphql
from rest_api.swagger import swagger

urlpatterns = [
    re_path(r"^graphql/?$", graphql, name="graphql"),
    path("admin", RedirectView.as_view(url="/admin/")),
    path("admin/", admin.site.urls),
    path("rest/", include("rest_api.urls")),
    re_path(r"^swagger/?$", swagger, name="swagger"),
    re_path(r"^(?=V\d+/)", include("rest_api.urls")),  # a founding tutorial prints its paths without the base
    path("", include("storefront.urls")),
]

if settings.IS_DEMO:
    urlpatterns.insert(0, path("demo/mails/", include("commerce.demo_mails")))

handler400 = "commerce.failures.bad_request"
handler500 = "commerce.failures.server_error"
