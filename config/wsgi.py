"""The web server's way in."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from core.checks import refuse_unsafe_start  # noqa: E402  (needs the settings)

refuse_unsafe_start()
gc.collect()
gc.freeze()  # what the product itself is made of lives as long as the process: not to be looked through again and again
