"""The answer to an invitation: whose it is, for which day, and whether it still holds."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from partners.models import Mandate, Person


class Response(models.TextChoices):
    """What an invited person answered."""

    PENDING = "pending", _("ausstehend")
    ACCEPTED = "accepted", _("zugesagt")
    DECLINED = "declined", _("abgesagt")
    DELEGATED = "delegated", _("Vertretung benannt")


class Answer(models.Model):
    """
    The answer to an invitation, of a seat or of a guest.

    It is one person's, and for the day the session had then. `holds`, which every
    query brings along, tells whether it still is; see `standing`.
    """

    response = models.CharField(
        _("Antwort"), max_length=10, choices=Response, default=Response.PENDING
    )
    reason = models.CharField(_("Grund"), max_length=300, blank=True)
    note = models.TextField(_("Mitteilung an die Geschäftsstelle"), blank=True, max_length=2000)
    answered_at = models.DateTimeField(_("geantwortet am"), null=True, blank=True)
    # Who of the office entered an answer given by phone.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("eingetragen von"),
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
    )
    # Whose answer it is, also when the office entered it, and for which day.
    given_by = models.ForeignKey(
        Person, related_name="+", null=True, blank=True, editable=False, on_delete=models.PROTECT
    )
    given_for = models.DateField(_("galt für"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.response != Response.PENDING and self.given_for is None:
            self.sign(self.speaker())
        super().save(*args, **kwargs)

    def sign(self, person):
        """Make the answer the person's, for the day the session has; an open one is nobody's."""
        is_answered = self.response != Response.PENDING
        self.given_by = person if is_answered else None
        self.given_for = self.meeting.held_on if is_answered else None
        self.holds = is_answered and person is not None

    @property
    def standing(self):
        """Return the response that counts: open again for another day or another person."""
        return Response.PENDING if self.has_lapsed else self.response

    @property
    def has_lapsed(self):
        """Tell whether there is an answer that does not count any more."""
        return self.response != Response.PENDING and not self.holds


def holding(own, is_allowed) -> dict:
    """
    Return the annotations of answers: `is_theirs` and `holds`.

    `own` says that who gave one still speaks for it, `is_allowed` that whoever
    comes instead still may.
    """
    is_theirs = ~Q(response=Response.PENDING) & own & is_allowed
    return {"is_theirs": is_theirs, "holds": is_theirs & Q(given_for=F("meeting__held_on"))}


def of_the_day(role):
    """Return the mandates of that role on the row's seat, on the day of its session."""
    mandates = Mandate.objects.active_on(OuterRef("meeting__held_on"))
    return mandates.filter(role=role, seat=OuterRef("seat"))


def speaks_for_seat():
    """Who gave the answer is the seat's member that day, or a deputy of one without a member."""
    main, deputies = of_the_day(Mandate.Role.MAIN), of_the_day(Mandate.Role.DEPUTY)
    is_giver = Q(person=OuterRef("given_by"))
    alone = ~Exists(main) & Exists(deputies.filter(is_giver))
    return Q(Exists(main.filter(is_giver))) | Q(alone)


def may_stand_in():
    """Nobody was named, or they still may: a deputy of that day, or one the office vouched for."""
    is_deputy = Exists(of_the_day(Mandate.Role.DEPUTY).filter(person=OuterRef("deputy")))
    day = OuterRef("meeting__held_on")
    has_own = Mandate.objects.active_on(day).filter(
        person=OuterRef("deputy"), role=Mandate.Role.MAIN, seat__board=OuterRef("meeting__board")
    )
    return Q(deputy=None) | ((Q(is_ad_hoc=True) | Q(is_deputy)) & ~Q(Exists(has_own)))
