from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ovp_portal.accounts"

    def ready(self) -> None:
        from ovp_portal.accounts import due

        due.register()
