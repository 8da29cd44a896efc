from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "commitments"

    def ready(self) -> None:
        from commitments import due
        from commitments.seats import seats_of_person
        from commitments.words import WORDS
        from ovp_portal.accounts import seats
        from ovp_portal.audit.words import describe

        due.register()
        seats.register(seats_of_person)
        describe(WORDS)
