from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ovp_portal.accounts"
