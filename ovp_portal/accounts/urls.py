"""Addresses of the office side and of links; sign-in and passwords keep allauth's names (sign_in_urls.py)."""

from django.urls import path

from ovp_portal.accounts.views import links, organizations, people, profile

app_name = "accounts"

urlpatterns = [
    path("account/link/", links.request_link, name="request_link"),
    path("account/link/use/", links.use_link, name="use_link"),
    path("account/link/<str:token>/", links.link, name="link"),
    path("work/profile/", profile.profile, name="profile"),
    path("work/profile/naming/", profile.naming, name="naming"),
    path("work/profile/substitute/", profile.substitute, name="substitute"),
    path("work/profile/substitute/<int:pk>/end/", profile.substitution_end, name="substitution_end"),
    path("work/people/", people.people, name="people"),
    path("work/people/invite/", people.invite, name="invite"),
    path("work/people/<int:pk>/", people.person, name="person"),
    path("work/people/<int:pk>/change/", people.person_edit, name="person_edit"),
    path("work/people/<int:pk>/invite/", people.invite_again, name="invite_again"),
    path("work/people/<int:pk>/roles/", people.person_roles, name="person_roles"),
    path("work/people/<int:pk>/active/", people.person_active, name="person_active"),
    path("work/organizations/", organizations.organizations, name="organizations"),
    path("work/organizations/new/", organizations.organization_new, name="organization_new"),
    path("work/organizations/<slug:slug>/", organizations.organization_edit, name="organization"),
]
