"""One list, and a case's address for its links."""

from django.urls import path

from . import views

urlpatterns = [path("list/", views.listed, name="list"), path("cases/<str:reference>/", views.listed, name="case")]
