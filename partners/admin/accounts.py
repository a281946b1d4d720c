"""Accounts, once there are people: whose account an office user of some boards finds."""

from django.contrib import admin
from django.db.models import Q

from accounts.admin.users import UserOffice
from accounts.models import User
from partners.belonging import is_restricted, own
from partners.models import Person

# The list belongs to the app that knows boards; the form to the one that knows accounts.
admin.site.unregister(User)


@admin.register(User)
class AccountOffice(UserOffice):
    """Who may sign in: the office, and the people of one's own boards."""

    def get_queryset(self, request):
        accounts = super().get_queryset(request)
        if not is_restricted(request.user):
            return accounts
        people = own(Person.objects.exclude(user=None), request.user)
        return accounts.filter(Q(is_staff=True) | Q(person=None) | Q(pk__in=people.values("user")))
