"""
Who may come in by mailed code: people with a mandate today, nobody else.

accounts asks here because it knows neither people nor mails (ACCOUNT_ADAPTER).
"""

import secrets

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.codes import grouped
from accounts.models import User, folded
from partners.models import Mandate, Person
from post import outbox
from post.messages import Act, Message


class Adapter(DefaultAccountAdapter):
    """What accounts wants to know and to have sent."""

    def is_open_for_signup(self, request):
        return False

    @transaction.atomic
    def answer_request(self, email, code):
        """
        Write the mail that a request for a code causes; return who may use it.

        That is the key of a person, or None. A stranger causes no mail, only
        the same work, so that the time tells nothing.
        """
        person, office = member_of(email), office_account_of(email)
        if office:
            send(hint(), "sign_in_hint", address=office.email, name=office.name)
        elif person and may_use_code(person):
            send_code(person, code)
            return person.pk
        else:
            write_to_nobody(email, code)
        return None

    @transaction.atomic
    def user_of(self, person_pk):
        """Return the account of a person who gave the right code, made if it is the first time."""
        person = Person.objects.select_for_update().filter(pk=person_pk).first()
        if not person or not may_use_code(person):
            return None
        if not person.user:
            person.user = account_for(person)
            person.save(update_fields=["user"])
        return person.user

    def tell(self, user, what):
        """Write to the account's owner that its password or second factor changed."""
        send(account_message(what), "account_change", address=user.email, name=user.name)


def member_of(email):
    """Return the person with this address who holds a mandate today, or None."""
    people = Person.objects.filter(email__iexact=email).select_related("user")
    return people.filter(mandates__in=mandates_today()).distinct().first()


def mandates_today():
    return Mandate.objects.active_on(timezone.localdate()).values("pk")


def office_account_of(email):
    """Return the office's account with this address, its own or that of its person."""
    found = User.objects.of_office().filter(is_active=True)
    of_person = found.filter(person__email__iexact=email)
    return found.filter(email__iexact=email).first() or of_person.first()


def may_use_code(person) -> bool:
    """Tell whether a code opens: a mandate today, and no account that is closed or the office's."""
    if not person.mandates.filter(pk__in=mandates_today()).exists():
        return False
    user = person.user or User.objects.filter(email=folded(person.email)).first()
    if user is None:
        return True
    is_own = person.user is not None or not hasattr(user, "person")
    return is_own and user.is_active and not user.is_of_office()


def account_for(person):
    """Return the account with the person's address, or a new one without a password."""
    return User.objects.filter(email=folded(person.email)).first() or User.objects.create_user(
        person.email, name=person.full_name
    )


def send_code(person, code):
    """Queue the code; one still waiting to go out is of no use any more."""
    thread = f"sign-in:person:{person.pk}"
    outbox.supersede(thread)
    message = code_message(code, is_example=person.is_example)
    send(message, "sign_in_code", thread, is_secret=True, person=person)


def write_to_nobody(email, code):
    """Do for a stranger what a member's code takes, and take it back: the time tells nothing."""
    with transaction.atomic():
        thread = f"sign-in:{email}"[:100]
        outbox.supersede(thread)
        send(code_message(code), "sign_in_code", thread, is_secret=True, address=email)
        transaction.set_rollback(True)


def send(message, kind, thread="", *, is_secret=False, **recipient):
    occasion = f"sign-in:{secrets.token_hex(16)}"
    circumstances = outbox.Circumstances(kind, occasion, thread, is_secret=is_secret)
    outbox.write(message, circumstances, **recipient)


def code_message(code, *, is_example=False):
    return Message(
        subject=_("Ihr Code für die Anmeldung"),
        title=_("Ihr Code für die Anmeldung"),
        facts=[(_("Code"), grouped(code)), (_("Gültig"), _("10 Minuten, für eine Anmeldung"))],
        paragraphs=[
            _("Geben Sie den Code auf der Seite ein, auf der Sie ihn angefordert haben."),
            _("Geben Sie ihn niemandem weiter; wir fragen nie danach."),
        ],
        reason=_(
            "Jemand hat mit Ihrer Adresse auf %(site)s einen Code angefordert. Waren Sie das "
            "nicht, brauchen Sie nichts zu tun: Ohne den Code kommt niemand hinein."
        )
        % {"site": settings.SITE_URL},
        is_example=is_example,
    )


def hint():
    return Message(
        subject=_("Anmeldung mit Passwort"),
        title=_("Ihr Konto öffnet sich mit Passwort"),
        lead=_("Konten der Geschäftsstelle bekommen keinen Code per Mail."),
        acts=[Act(_("Mit Passwort anmelden"), settings.SITE_URL + reverse("accounts:password"))],
        reason=_("Jemand hat mit Ihrer Adresse einen Code angefordert."),
    )


def account_message(what):
    now = timezone.localtime()
    changing = settings.SITE_URL + reverse("admin:password_change")
    return Message(
        subject=what,
        title=_("Ihr Konto wurde geändert"),
        facts=[(_("Was"), what), (_("Wann"), _("%s Uhr") % f"{now:%d.%m.%Y, %H:%M}")],
        paragraphs=[
            _("Aus Sicherheit wurden Sie überall sonst abgemeldet."),
            _(
                "Waren Sie das nicht? Dann ändern Sie sofort Ihr Passwort und prüfen Sie den "
                "zweiten Faktor. Kommen Sie nicht mehr in Ihr Konto, wenden Sie sich an die "
                "Person, die diese Anwendung betreut."
            ),
        ],
        acts=[Act(_("Passwort ändern"), changing)],
        reason=_("Diese Mail geht bei jeder Änderung an Passwort oder zweitem Faktor hinaus."),
    )
