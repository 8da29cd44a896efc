from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """allauth, told that accounts come by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
