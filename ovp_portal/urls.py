"""The map of addresses. Macedonian stands at the root; the other languages behind their code."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from ovp_portal import views

urlpatterns = [
    path("healthz", views.is_alive, name="healthz"),
    path("readyz", views.is_ready, name="readyz"),
    path("administration/", admin.site.urls),
]
urlpatterns += i18n_patterns(
    path("account/", include("ovp_portal.accounts.sign_in_urls")),
    path("", include("ovp_portal.accounts.urls")),
    path("", include("ovp_portal.notifications.urls")),
    path("", include("meetings.urls")),
    prefix_default_language=False,
)
