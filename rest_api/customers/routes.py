"""Routes of customers."""

from rest_api.customers import views

routes = [
    ("customers", views.Customers),
    ("customers/me", views.Me),
    ("integration/customer/token", views.CustomerToken),
]
