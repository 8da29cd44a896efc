from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        from meetings import calendar, due
        from meetings.words import WORDS
        from ovp_portal.audit.words import describe
        from ovp_portal.calendars import events

        due.register()
        events.register(calendar.events)
        describe(WORDS)
