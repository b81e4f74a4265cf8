"""Where the stock views are."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from graphene_django.views import GraphQLView

from benchmarks.stock import views

urlpatterns = [
    path("graphql", csrf_exempt(GraphQLView.as_view())),
    path("me", views.Me.as_view()),
    path("countries", views.Countries.as_view()),
]
