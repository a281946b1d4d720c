"""What the list of mails can be narrowed to."""

from django.contrib.admin import SimpleListFilter
from django.utils.translation import gettext_lazy as _

from accounts.admin.references import is_key
from partners.belonging import known
from partners.models import Board, Person
from post.kinds import kind_name
from post.models import Mail
from post.scope import mails_about


class Outcome(SimpleListFilter):
    """What became of the mail, as the list says it."""

    title = _("Stand")
    parameter_name = "state__exact"

    def lookups(self, request, model_admin):
        return Mail.OUTCOMES

    def queryset(self, request, queryset):
        return queryset.ended_as(self.value()) if self.value() else queryset


class Kind(SimpleListFilter):
    """What the mail is about."""

    title = _("Anlass")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        codes = Mail.objects.order_by("kind").values_list("kind", flat=True).distinct()
        return sorted(((one, kind_name(one)) for one in codes), key=lambda pair: pair[1])

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


class Chosen(SimpleListFilter):
    """Named by the page one comes from, and shown only then."""

    def lookups(self, request, model_admin):
        value = self.used_parameters.get(self.parameter_name, "")
        return [(value, self.name(value, request.user))] if is_key(value) else []

    def queryset(self, request, queryset):
        return self.narrow(queryset, self.value()) if self.value() else queryset


class OfPerson(Chosen):
    """Every mail to one person."""

    title = _("Person")
    parameter_name = "person"

    def name(self, key, user):
        person = known(Person.objects.filter(pk=key), user).first()
        return person.full_name if person and user.has_perm("partners.view_person") else "–"

    def narrow(self, queryset, key):
        return queryset.filter(person=key)


class OfMeeting(Chosen):
    """Every mail about one session."""

    title = _("Sitzung")
    parameter_name = "meeting"

    def name(self, key, user):
        boards = Board.objects.maintained_by(user).filter(meetings=key)
        found = boards.values_list("meetings__number", "short_name").first()
        return _("%d. Sitzung, %s") % found if found else "–"

    def narrow(self, queryset, key):
        return mails_about(queryset, key)
