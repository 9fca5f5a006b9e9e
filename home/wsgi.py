"""What a web server runs."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from wagtail import hooks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "home.settings")
application = get_wsgi_application()
# Loaded once, before gunicorn forks: otherwise each new process does it while its first visitor waits.
get_resolver().url_patterns  # noqa: B018 - reading it imports every view
hooks.search_for_hooks()
