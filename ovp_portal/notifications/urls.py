from django.urls import path

from ovp_portal.notifications.views import ahead, clockwork, ladders, mails, preferences

app_name = "notifications"
urlpatterns = [
    path("outbox/", mails.outbox, name="outbox"),
    path("outbox/<int:pk>/", mails.mail, name="mail"),
    path("outbox/<int:pk>/letter/", mails.letter, name="letter"),
    path("work/mails/", mails.mails, name="mails"),
    path("work/mails/ahead/", ahead.ahead, name="ahead"),
    path("work/clockwork/", clockwork.clockwork, name="clockwork"),
    path("work/profile/reminders/", preferences.preferences, name="preferences"),
    path("account/reminders/<str:token>/", preferences.unsubscribe, name="unsubscribe"),
    path("work/ladder/", ladders.ladders, name="ladders"),
    path("work/ladder/<slug:key>/", ladders.ladder, name="ladder"),
    path("work/ladder/<slug:key>/versions/<int:number>/", ladders.ladder_version, name="ladder_version"),
    path("work/ladder/<slug:key>/<slug:kind>/", ladders.ladder_kind, name="ladder_kind"),
    path("work/ladder/<slug:key>/<slug:kind>/<slug:language>/", ladders.ladder_preview, name="ladder_preview"),
]
