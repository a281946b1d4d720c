"""The office: Django's admin, ordered by what the office does."""

from django.contrib import admin

from accounts import policy


class Office(admin.AdminSite):
    """The admin site of Gremium."""

    site_header = "Gremium"
    site_title = "Gremium"
    index_title = "Heute"

    def admin_view(self, view, cacheable=False):
        inner = super().admin_view(view, cacheable)
        inner.policy = policy.OFFICE
        return inner
