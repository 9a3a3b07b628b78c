"""The pages across the rooms."""

from django.urls import path

from . import views
from .reports import views as reports
from .reports.annual import views as annual

urlpatterns = [
    path("", views.home, name="home"),
    path("log/", views.log, name="log"),
    path("log/export.csv", views.log_export, {"kind": "csv"}, name="log_csv"),
    path("log/export.xlsx", views.log_export, {"kind": "xlsx"}, name="log_xlsx"),
    path("cases/", views.my_cases, name="my_cases"),
    path("cases/<str:reference>/procedure/", views.case_procedure, name="case_procedure"),
    path("our-procedure/", views.our_procedure, name="our_procedure"),
    path("reports/", reports.reports, name="reports"),
    path("reports/annual/<int:year>/", annual.annual_report, name="annual_report"),
    path("reports/annual/<int:year>/write/", annual.write_annual_report, name="write_annual_report"),
    path("reports/annual/<int:year>/final/", annual.report_annually, name="report_annually"),
    path("reports/annual/<int:year>/export.xlsx", annual.annual_report_xlsx, name="annual_report_xlsx"),
    path("reports/annual/<int:year>/print/", annual.print_annual_report, name="print_annual_report"),
    path("reports/<slug:report>/", reports.report, name="report"),
    path("reports/<slug:report>/export.xlsx", reports.report_xlsx, name="report_xlsx"),
    path("reports/<slug:report>/print/", reports.print_report, name="print_report"),
]
