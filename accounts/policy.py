"""
Pages are closed by default; a page that is open says so here.

A view without a declared policy fails the system check (gremium.checks) and,
should it ever be served, asks for a login (Django's LoginRequiredMiddleware).
"""

from functools import partial

from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

PUBLIC = "public"
SIGNED_IN = "signed-in"
OFFICE = "office"


def public(view):
    """Anybody may open it; what it shows is filtered by visible_to()."""
    return declare(view, policy=PUBLIC, login_required=False)


def signed_in(view):
    """Only for people with an account."""
    return declare(view, policy=SIGNED_IN, login_required=True)


def unversioned(view):
    """No ETag of the public site: it carries a form, or is no page at all."""
    return declare(view, is_versioned=False)


def before_second_factor(view):
    """Part of the way in: seen by accounts whose second factor is still to be shown."""
    return declare(view, is_before_second_factor=True)


def read_only(view):
    """A view function for GET and HEAD; anything else is answered 405."""
    return declare(require_safe(view), methods=["GET", "HEAD"])


def post_only(view):
    """An act: a GET, which mail scanners send too, is answered 405."""
    return declare(require_POST(view), methods=["POST"])


def declare(view, **marks):
    """Put `marks` on a view function, or on what a view class will make."""
    if isinstance(view, type):
        return method_decorator(partial(declare, **marks), name="dispatch")(view)
    vars(view).update(marks)
    return view
