from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "commitments"

    def ready(self) -> None:
        from commitments.seats import seats_of_person
        from ovp_portal.accounts import seats

        seats.register(seats_of_person)
