"""Routes of websites, stores and store views."""

from rest_api.stores import views

routes = [
    ("store/storeViews", views.StoreViews),
    ("store/storeGroups", views.StoreGroups),
    ("store/websites", views.Websites),
    ("store/storeConfigs", views.StoreConfigs),
]
