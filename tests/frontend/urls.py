"""The service's addresses with the style guide, which is otherwise only there with DEBUG."""

from django.urls import path

from config import styleguide
from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as service

urlpatterns = [
    path("style-guide", styleguide.style_guide, name="style_guide"),
    path("style-guide/live", styleguide.style_guide_live, name="style_guide_live"),
    *service,
]
__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
