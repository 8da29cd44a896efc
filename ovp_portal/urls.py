"""The map of addresses. Macedonian stands at the root; the other languages behind their code."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, register_converter

from ovp_portal import views
from ovp_portal.calendars.views import calendar_of_person
from ovp_portal.lib.papers.formats import FormatConverter
from ovp_portal.notifications.views import links
from ovp_portal.notifications.views.clockwork import metrics

# One door only: the administration's own would count no attempts.
admin.site.login = secure_admin_login(admin.site.login)

register_converter(FormatConverter, "paper")

urlpatterns = [
    path("healthz", views.is_alive, name="healthz"),
    path("readyz", views.is_ready, name="readyz"),
    path("go/<str:token>/<path:target>", links.follow, name="go"),
    path("metrics", metrics, name="metrics"),
    path("calendar/<str:token>.ics", calendar_of_person, name="calendar_of_person"),
    path("administration/", admin.site.urls),
]
urlpatterns += i18n_patterns(
    path("account/", include("ovp_portal.accounts.sign_in_urls")),
    path("", include("ovp_portal.accounts.urls")),
    path("", include("ovp_portal.notifications.urls")),
    path("", include("ovp_portal.calendars.urls")),
    path("", include("meetings.urls")),
    path("work/register/", include("commitments.urls")),
    path("work/", include("reports.urls")),
    path("", include("reports.public.urls")),
    prefix_default_language=False,
)
