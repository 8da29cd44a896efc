from django.urls import path

from reports import report_urls
from reports.views import home, owed, periods, submissions

app_name = "reports"
urlpatterns = [
    path("", home.home, name="home"),
    path("owed/", owed.owed, name="owed"),
    path("submissions/", submissions.submission_list, name="submissions"),
    path("submissions/<int:pk>/", submissions.submission, name="submission"),
    path("submissions/<int:pk>/review/", submissions.submission_review, name="submission_review"),
    path("periods/<slug:slug>/", periods.period_list, name="periods"),
    path("periods/<slug:slug>/<int:pk>/", periods.period, name="period"),
    *report_urls.urlpatterns,
]
