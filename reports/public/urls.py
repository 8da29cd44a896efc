from django.urls import path

from reports.public.views import about, calendars, commitments, front, notes, plans, punctuality, reports

app_name = "public"

urlpatterns = [
    path("", front.front, name="front"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<slug:slug>/", plans.plan, name="plan"),
    path("plans/<slug:slug>/punctuality/", punctuality.page, name="punctuality"),
    path("plans/<slug:slug>/punctuality.csv", punctuality.as_csv, name="punctuality_csv"),
    path("plans/<slug:slug>/punctuality.json", punctuality.as_json, name="punctuality_json"),
    path("commitments/", commitments.commitments, name="commitments"),
    path("commitments/<slug:slug>/", commitments.commitment, name="commitment"),
    path("commitments/<slug:slug>/reports/<str:key>/", reports.report, name="report"),
    path("commitments/<slug:slug>/reports/<str:key>/<str:number>/", reports.edition, name="edition"),
    path("commitments/<slug:slug>/reports/<str:key>/<str:number>/data.json", reports.data, name="edition_data"),
    path("commitments/<slug:slug>/reports/<str:key>/report.<paper:format>", reports.file, name="report_file"),
    path(
        "commitments/<slug:slug>/reports/<str:key>/<str:number>/report.<paper:format>",
        reports.file,
        name="edition_file",
    ),
    path("plans/<slug:plan>/groups/<slug:slug>/calendar.ics", calendars.group, name="group_calendar"),
    path("reports/", reports.reports, name="reports"),
    path("notes/", notes.notes, name="notes"),
    path("notes/<int:pk>/", notes.note, name="note"),
    path("notes/<int:pk>/<str:number>/", notes.edition, name="note_edition"),
    path("notes/<int:pk>/<str:number>/data.json", notes.data, name="note_data"),
    path("notes/<int:pk>/note.<paper:format>", notes.file, name="note_file"),
    path("notes/<int:pk>/<str:number>/note.<paper:format>", notes.file, name="note_edition_file"),
    path("about/numbers/", about.numbers, name="about_numbers"),
    path("about/levels/", about.levels, name="about_levels"),
    path("about/accessibility/", about.accessibility, name="about_accessibility"),
    path("about/privacy/", about.privacy, name="about_privacy"),
]
