"""The register: the national coordinator keeps it, the Council reads it. The public pages stand on the top floor."""

from django.urls import path

from commitments.views import commitments, groups, milestones, plans

app_name = "commitments"
urlpatterns = [
    path("", plans.register, name="register"),
    path("new-plan/", plans.plan_new, name="plan_new"),
    path("plans/<slug:slug>/", plans.plan, name="plan"),
    path("plans/<slug:slug>/edit/", plans.plan_edit, name="plan_edit"),
    path("plans/<slug:slug>/adopt/", plans.plan_adopt, name="plan_adopt"),
    path("plans/<slug:slug>/move/<slug:move>/", plans.plan_move, name="plan_move"),
    path("plans/<slug:slug>/areas/new/", plans.area_new, name="area_new"),
    path("areas/<int:pk>/", plans.area_edit, name="area"),
    path("plans/<slug:slug>/commitments/new/", commitments.commitment_new, name="commitment_new"),
    path("commitments/<slug:slug>/", commitments.commitment, name="commitment"),
    path("commitments/<slug:slug>/edit/", commitments.commitment_edit, name="commitment_edit"),
    path("commitments/<slug:slug>/number/", commitments.commitment_number, name="commitment_number"),
    path("commitments/<slug:slug>/status/<slug:move>/", commitments.commitment_status, name="commitment_status"),
    path("commitments/<slug:slug>/milestones/new/", milestones.milestone_new, name="milestone_new"),
    path("milestones/<int:pk>/", milestones.milestone, name="milestone"),
    path("milestones/<int:pk>/withdraw/", milestones.milestone_withdraw, name="milestone_withdraw"),
    path("milestones/<int:pk>/indicators/new/", milestones.indicator_new, name="indicator_new"),
    path("indicators/<int:pk>/", milestones.indicator, name="indicator"),
    path("indicators/<int:pk>/withdraw/", milestones.indicator_withdraw, name="indicator_withdraw"),
    path("plans/<slug:slug>/groups/new/", groups.group_new, name="group_new"),
    path("groups/<int:pk>/", groups.group, name="group"),
    path("groups/<int:pk>/edit/", groups.group_edit, name="group_edit"),
    path("groups/<int:pk>/seats/new/", groups.seat_new, name="seat_new"),
    path("seats/<int:pk>/replace/", groups.seat_replace, name="seat_replace"),
    path("seats/<int:pk>/end/", groups.seat_end, name="seat_end"),
    path("seats/<int:pk>/coordinator/", groups.seat_coordinator, name="seat_coordinator"),
]
