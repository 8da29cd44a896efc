from django.urls import path

from ovp_portal.calendars import views

app_name = "calendars"
urlpatterns = [path("work/profile/calendar/", views.feed, name="feed")]
