"""The second factors of one's own account: set up, look after, remove."""

import time

import segno
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core import signing
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import passkeys, second_factor, throttle
from accounts.entrance import (
    CONFIRMED_AT,
    confirmed,
    destination,
    keeper,
    onward,
    wanted,
)
from accounts.forms import AppForm, OwnPasswordForm, PasskeyForm
from accounts.policy import post_only, read_only

SALT = "accounts.app"
SECRET_SECONDS = 1800


@keeper
@read_only
def factors(request):
    """What the account has, and what may be added."""
    context = {
        "title": _("Zweiter Faktor"),
        "factors": second_factor.of(request.user),
        "spare_codes": len(second_factor.spare_codes(request.user)),
        "is_required": settings.SECOND_FACTOR_REQUIRED,
        "are_passkeys_possible": passkeys.are_possible(request),
        "ways": {one: onward(request, f"accounts:{one}") for one in ("app", "passkey", "spare")},
    }
    return render(request, "accounts/factors.html", context)


@keeper
@never_cache
@sensitive_post_parameters()
def confirm(request):
    """The password once more."""
    form = OwnPasswordForm(request.user, request.POST or None)
    if request.method == "POST":
        if seconds := throttle.seconds_to_wait(request, request.user.email):
            return throttle.refuse(request, seconds)
        if form.is_valid():
            request.session[CONFIRMED_AT] = time.time()
            throttle.forgive(request, request.user.email)
            return redirect(wanted(request) or "accounts:factors")
    return render(
        request, "accounts/confirm.html", {"title": _("Passwort bestätigen"), "form": form}
    )


# --- An app -------------------------------------------------------------------


@keeper
@never_cache
@confirmed
def add_app(request):
    """Show a new secret, and keep it once the app answers with its code."""
    form = AppForm(request.POST or None, initial={"secret": new_secret(request.user)})
    if request.method == "POST" and form.is_valid():
        secret = secret_in(form.cleaned_data["secret"], request.user)
        if secret and second_factor.add_app(request.user, secret, form.cleaned_data["code"]):
            return done(request, _("Die App ist eingerichtet."))
        form.add_error(
            "code", _("Dieser Code passt nicht. Nehmen Sie den, der jetzt zu sehen ist.")
        )
    secret = secret_in(form["secret"].value() or "", request.user)
    if not secret:
        return redirect(onward(request, "accounts:app"))
    context = {"title": _("App einrichten"), "form": form} | shown(request, secret)
    return render(request, "accounts/app.html", context)


def new_secret(user):
    """Return a signed secret: it is stored nowhere before the app has answered."""
    return signing.dumps([user.pk, generate_totp_secret()], salt=SALT)


def secret_in(signed, user):
    """Return the secret that this user was shown within half an hour, or None."""
    try:
        owner, secret = signing.loads(signed, salt=SALT, max_age=SECRET_SECONDS)
    except signing.BadSignature:
        return None
    return secret if owner == user.pk else None


def shown(request, secret):
    """Return the secret as a picture, as a link for the same telephone, and in letters."""
    query = urlencode({"secret": secret, "issuer": f"Gremium {request.get_host()}"})
    address = f"otpauth://totp/{request.user.email}?{query}"
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=3, light="#fff")
    return {"picture": picture, "letters": " ".join(secret[i : i + 4] for i in range(0, 32, 4))}


# --- A passkey ----------------------------------------------------------------


@keeper
@never_cache
@confirmed
def add_passkey(request):
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if passkeys.add(request.user, given["name"], given["credential"] or ""):
            return done(request, _("Der Passkey ist eingerichtet."))
        form.add_error(None, _("Das hat nicht geklappt. Bitte versuchen Sie es noch einmal."))
    context = {
        "title": _("Passkey einrichten"),
        "form": form,
        "are_passkeys_possible": passkeys.are_possible(request),
    }
    return render(request, "accounts/passkey.html", context)


@keeper
@post_only
@confirmed
def passkey_options(request):
    """Give the browser the challenge for a new passkey."""
    return JsonResponse(passkeys.options_to_add(request.user))


# --- Spare codes, and removing ------------------------------------------------


def done(request, text):
    """Note that this session has shown its second factor, and lead to the spare codes."""
    update_session_auth_hash(request, request.user)
    request.session[second_factor.PASSED] = True
    messages.success(request, text)
    return redirect(onward(request, "accounts:spare"))


@keeper
@never_cache
@confirmed
@read_only
def spare_codes(request):
    codes = second_factor.spare_codes(request.user)
    context = {
        "title": _("Ersatzcodes"),
        "codes": codes,
        "next": destination(request, request.user),
    }
    return render(request, "accounts/spare_codes.html", context)


@keeper
@post_only
@confirmed
def renew_spare_codes(request):
    second_factor.renew_spare_codes(request.user)
    update_session_auth_hash(request, request.user)
    messages.success(request, _("Das sind Ihre neuen Ersatzcodes. Die alten gelten nicht mehr."))
    return redirect(onward(request, "accounts:spare"))


@keeper
@post_only
@confirmed
def remove(request, pk):
    second_factor.remove(request.user, pk)
    update_session_auth_hash(request, request.user)
    if not second_factor.of(request.user).exists():
        request.session.pop(second_factor.PASSED, None)
    messages.success(request, _("Der zweite Faktor ist entfernt."))
    return redirect(onward(request, "accounts:factors"))
