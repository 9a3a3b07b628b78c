"""The days that count. Act pages are named after their act."""

from django.urls import path

from . import own_views, views

urlpatterns = [
    path("dates-of-the-procedure/", own_views.own_dates, name="own_dates"),
    path("dates-of-the-procedure/<int:deadline>/record-own-date/", own_views.record_own_date, name="record_own_date"),
    path("working-days/", views.working_days, name="working_days"),
    path("working-days/add-closure-day/", views.add_closure_day, name="add_closure_day"),
    path("working-days/add-bank-holiday/", views.add_bank_holiday, name="add_bank_holiday"),
    path("working-days/<str:day>/count-as-working-day/", views.count_as_working_day, name="count_as_working_day"),
    path("working-days/changes/<int:day>/remove-day/", views.remove_day, name="remove_day"),
]
