from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "ovp_portal.audit"
