"""What gunicorn serves when the floor is measured."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "script.benchmark_parts.floor.settings"

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
