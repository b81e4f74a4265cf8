"""Which address is answered by which surface."""

from django.contrib import admin
from django.urls import include, path, re_path

from graphql_api.views import graphql

urlpatterns = [
    path("admin/", admin.site.urls),
    re_path(r"^graphql/?$", graphql, name="graphql"),
    path("rest/", include("rest_api.urls")),
    path("", include("storefront.urls")),
]
