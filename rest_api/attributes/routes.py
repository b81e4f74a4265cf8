"""Routes of attributes."""

from rest_api.attributes import views

routes = [
    ("attributeMetadata/customer", views.Attributes),
    ("attributeMetadata/customer/attribute/{attributeCode}", views.Attribute),
    ("attributeMetadata/customer/custom", views.CustomAttributes),
    ("attributeMetadata/customer/form/{formCode}", views.FormAttributes),
    ("attributeMetadata/customerAddress", views.AddressAttributes),
    ("attributeMetadata/customerAddress/attribute/{attributeCode}", views.AddressAttribute),
    ("attributeMetadata/customerAddress/custom", views.CustomAddressAttributes),
    ("attributeMetadata/customerAddress/form/{formCode}", views.AddressFormAttributes),
]
