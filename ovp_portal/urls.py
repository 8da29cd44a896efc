"""The map of addresses. Macedonian stands at the root; the other languages behind their code."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("administration/", admin.site.urls),
]
urlpatterns += i18n_patterns(
    path("account/", include("allauth.account.urls")),
    prefix_default_language=False,
)
