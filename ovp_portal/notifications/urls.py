from django.urls import path

from ovp_portal.notifications import views

app_name = "notifications"
urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<int:pk>/", views.mail, name="mail"),
    path("outbox/<int:pk>/letter/", views.letter, name="letter"),
    path("work/mails/", views.mails, name="mails"),
]
