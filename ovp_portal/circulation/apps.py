from django.apps import AppConfig


class CirculationConfig(AppConfig):
    name = "ovp_portal.circulation"
