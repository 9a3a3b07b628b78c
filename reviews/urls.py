"""Reviews under their key; the order under the reference of its case. Act pages are named after the act."""

from django.urls import path

from .views import commissioning, looking

CASE = "cases/<str:reference>"
REVIEW = "reviews/<slug:review>"

urlpatterns = [
    path(f"{CASE}/commission-review/", commissioning.commission_review, name="commission_review"),
    path(f"{CASE}/reviews/", looking.case_reviews, name="case_reviews"),
    path("reviews/", looking.reviews, name="reviews"),
    path(f"{REVIEW}/", looking.review, name="review"),
]
