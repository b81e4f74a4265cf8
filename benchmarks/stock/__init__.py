"""For comparison only: the same tables behind graphene-django and Django REST framework as they come."""
