from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "ovp_portal.notifications"
