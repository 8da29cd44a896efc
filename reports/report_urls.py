"""Addresses of the coordinator's quarter and of the members' positions: `reports.urls` takes them in, below /work/."""

from django.urls import path

from reports.views import afterwards, positions, quarters, status_reports

urlpatterns = [
    path("quarter/", quarters.quarters, name="quarters"),
    path("quarter/<slug:slug>/<slug:key>/", quarters.quarter, name="quarter"),
    path("quarter/<slug:slug>/<slug:key>/compile/", status_reports.compile_draft, name="report_compile"),
    path("reports/<int:pk>/", status_reports.draft, name="report_draft"),
    path("reports/<int:pk>/preview/", status_reports.preview, name="report_preview"),
    path("reports/<int:pk>/circulate/", status_reports.circulate, name="report_circulate"),
    path("reports/<int:pk>/recall/", status_reports.recall, name="report_recall"),
    path("reports/<int:pk>/approve/", status_reports.approve, name="report_approve"),
    path("reports/<int:pk>/schedule/", status_reports.schedule, name="report_schedule"),
    path("positions/<int:pk>/", positions.position, name="position"),
    path("positions/<int:pk>/opinion/", positions.write_opinion, name="opinion"),
    path("positions/<int:pk>/opinion/withdraw/", positions.withdraw_opinion, name="opinion_withdraw"),
    path("sent/", afterwards.sent, name="sent"),
    path("sent/again/", afterwards.again, name="sent_again"),
    path("matrix/", quarters.matrix_of_newest_plan, name="matrix"),
    path("matrix/<slug:slug>/", quarters.matrix, name="matrix"),
]
