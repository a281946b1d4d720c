"""The way in: what an account must show, what its session remembers, where it leads."""

import time
from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import second_factor, throttle
from accounts.models import User
from accounts.policy import before_second_factor, signed_in, unversioned

CODE = "sign_in_code"
SECOND_STEP = "second_step"
CONFIRMED_AT = "confirmed_at"
SECOND_STEP_SECONDS = 600
CONFIRMED_SECONDS = 1800
MAX_ADDRESS = 2000


# --- Coming in ----------------------------------------------------------------


def enter(request, user, account):
    """Let the user in, or ask for the second factor first; `account` is what was typed."""
    request.session.pop(CODE, None)
    if not second_factor.of(user).exists():
        return admit(request, user, account)
    request.session[SECOND_STEP] = {
        "user": user.pk,
        "account": account,
        "until": time.time() + SECOND_STEP_SECONDS,
        "mark": user.get_session_auth_hash(),
    }
    return redirect(onward(request, "accounts:second-step"))


def admit(request, user, account, *, has_passed=False):
    request.session.pop(SECOND_STEP, None)
    login(request, user)
    if has_passed:
        request.session[second_factor.PASSED] = True
    if user.has_usable_password():
        request.session[CONFIRMED_AT] = time.time()
    throttle.forgive(request, account)
    return go_on(request)


def go_on(request):
    """Lead where the reader wants to go, or first to the second factor."""
    if second_factor.is_held_back(request, request.user):
        return to_second_factor(request, wanted(request))
    return redirect(destination(request, request.user))


def at_second_step(request):
    """Return (user, account) of whom the second factor is asked, or (None, "")."""
    if request.user.is_authenticated:
        is_done = request.session.get(second_factor.PASSED)
        is_asked = not is_done and second_factor.of(request.user).exists()
        return (request.user, request.user.email) if is_asked else (None, "")
    waiting = request.session.get(SECOND_STEP, {})
    if waiting.get("until", 0) < time.time():
        return None, ""
    user = User.objects.filter(pk=waiting["user"], is_active=True).first()
    # Whose password or factor changed since begins anew.
    is_same = user and constant_time_compare(user.get_session_auth_hash(), waiting.get("mark", ""))
    return (user, waiting["account"]) if is_same else (None, "")


def to_second_factor(request, address):
    """Redirect to show the second factor, or to set one up, and on to `address` afterwards."""
    has_one = second_factor.of(request.user).exists()
    return redirect(with_next("accounts:second-step" if has_one else "accounts:factors", address))


# --- Where to -----------------------------------------------------------------


def wanted(request) -> str:
    """Return the address to go on to, if it is one of this site and no part of the way in."""
    address = request.POST.get("next") or request.GET.get("next", "")
    is_path = address.startswith("/") and len(address) <= MAX_ADDRESS
    is_ours = is_path and url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    ways = (reverse("accounts:login"), reverse("accounts:logout"))
    return address if is_ours and not address.startswith(ways) else ""


def is_office(address) -> bool:
    return address.startswith(reverse("admin:index"))


def onward(request, name) -> str:
    """Return the address of a further step that keeps where the reader wants to go."""
    return with_next(name, wanted(request))


def with_next(name, address):
    return reverse(name) + (f"?{urlencode({'next': address})}" if address else "")


def destination(request, user) -> str:
    return wanted(request) or reverse("admin:index" if user.is_staff else "meetings:my-home")


# --- Keeping the own account --------------------------------------------------


def keeper(view):
    """
    Open `view` to the office only: members have neither password nor second factor.

    A session from before the account had a second factor shows it first.
    """

    @wraps(view)
    def inner(request, *args, **kwargs):
        if not request.user.has_office_rights:
            raise PermissionDenied
        if at_second_step(request)[0]:
            return redirect(onward(request, "accounts:second-step"))
        return view(request, *args, **kwargs)

    return before_second_factor(unversioned(signed_in(inner)))


def confirmed(view):
    """Ask for the password before `view`, unless it was typed within half an hour."""

    @wraps(view)
    def inner(request, *args, **kwargs):
        if time.time() - request.session.get(CONFIRMED_AT, 0) > CONFIRMED_SECONDS:
            here = onward(request, "accounts:factors")
            return redirect(with_next("accounts:confirm", here))
        return view(request, *args, **kwargs)

    return inner
