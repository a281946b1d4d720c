"""Places where sessions are held."""

from django.contrib import admin

from meetings.models import Venue
from partners.admin.history import HistoryAdmin


@admin.register(Venue)
class VenueOffice(HistoryAdmin):
    """A place; several sessions may use it."""

    list_display = ("name", "street", "city")
    search_fields = ("name", "street", "city")
    fields = ("name", "street", ("postal_code", "city"), "directions")
    export_columns = ("name", "street", "postal_code", "city", "directions")
