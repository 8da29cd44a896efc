from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "ovp_portal.calendars"

    def ready(self) -> None:
        from ovp_portal.calendars import dues, events

        events.register(dues.events)
