"""Reference data for superusers. People, roles and links have pages of their own, where every act leaves its line."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from ovp_portal.accounts.models import FormerName, Organization


class SuperusersOnly:
    """The administration is for who keeps the installation; nothing in it is deleted."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class FormerNameInline(SuperusersOnly, admin.TabularInline):
    model = FormerName
    extra = 0


@admin.register(Organization)
class OrganizationAdmin(SuperusersOnly, admin.ModelAdmin):
    list_display = ["name", "short_name", "kind", "parent", "is_active"]
    list_filter = ["kind", "is_active"]
    list_select_related = ["parent"]
    search_fields = ["search_text"]
    prepopulated_fields = {"slug": ["short_name"]}
    inlines = [FormerNameInline]
