"""Routes of countries and currencies."""

from rest_api.directory import views

routes = [
    ("directory/countries", views.Countries),
    ("directory/countries/{countryId}", views.Country),
    ("directory/currency", views.Currency),
]
