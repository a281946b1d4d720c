"""System checks: no view without a policy; no open legal text in production."""

from django.conf import settings
from django.core import checks
from django.db import DatabaseError

from gremium.addresses import addresses


@checks.register(checks.Tags.urls)
def every_view_has_a_policy(app_configs, **kwargs):
    return [
        checks.Error(
            f"Die Adresse {one.pattern} ({one.name}) hat keine Regel, wer sie sehen darf.",
            hint="Siehe accounts/policy.py: @public oder @signed_in an die View schreiben.",
            id="gremium.E001",
        )
        for one in addresses()
        if one.policy is None
    ]


@checks.register(checks.Tags.database, deploy=True)
def legal_texts_are_filled_in(app_configs, **kwargs):
    """Name the legal texts still open; run by `check --deploy --database default`."""
    from partners.models import Centre

    if not settings.IS_PRODUCTION:
        return []
    try:
        missing = Centre.objects.current().missing_texts().values()
    except DatabaseError:
        return []
    return [
        checks.Warning(
            f"{text}: vom Betreiber auszufüllen.",
            hint="Im Büro unter „Zentrum“ eintragen.",
            id="gremium.W001",
        )
        for text in missing
    ]


@checks.register(checks.Tags.compatibility)
def a_mail_server_is_named(app_configs, **kwargs):
    """Without one every mail would wait for ever, in production."""
    if settings.HAS_MAIL_SERVER or not settings.IS_PRODUCTION:
        return []
    return [
        checks.Warning(
            "EMAIL_URL fehlt: Es wird keine Mail versandt, alle warten im Postausgang.",
            hint="Zum Beispiel EMAIL_URL=smtp+tls://name:passwort@mail.example.org:587",
            id="gremium.W002",
        )
    ]
