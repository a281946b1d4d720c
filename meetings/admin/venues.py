"""Places where sessions are held."""

from django.contrib import admin

from meetings.calendar_entries import count_change_of
from meetings.models import Venue
from partners.admin.shared import SharedAdmin


@admin.register(Venue)
class VenueOffice(SharedAdmin):
    """A place; several sessions may use it."""

    list_display = ("name", "street", "city")
    search_fields = ("name", "street", "city")
    fields = ("name", "street", ("postal_code", "city"), "directions")
    export_columns = ("name", "street", "postal_code", "city", "directions")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and form.changed_data:
            count_change_of(obj)
