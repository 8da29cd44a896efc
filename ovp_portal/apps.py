from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "ovp_portal"

    def ready(self) -> None:
        # Tasks are declared with @shared_task; they find their application here.
        from ovp_portal import celery  # noqa: F401
