from django.apps import AppConfig


class EditionsConfig(AppConfig):
    name = "ovp_portal.editions"
