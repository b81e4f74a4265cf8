"""The same server as the shop's: one worker, its threads."""

wsgi_app = "django.core.wsgi:get_wsgi_application()"
worker_class = "gthread"
workers = 1
threads = 8
keepalive = 5
accesslog = None
