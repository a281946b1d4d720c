"""The gate's addresses in the office: look, publish, take back."""

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin

from accounts.policy import post_only, read_only
from gremium.gate import acts
from gremium.gate.inside import facts
from gremium.gate.kinds import KINDS
from gremium.gate.look import look
from gremium.gate.preview import as_published

PUBLISH = "news.add_publication"
CHANGED = gettext_lazy(
    "Inzwischen hat sich etwas geändert. Bitte sehen Sie es noch einmal an, bevor Sie es "
    "veröffentlichen."
)


def thing(request, kind_name, pk):
    """Return kind and object; 404 for what is not the user's, 403 without the right."""
    kind = KINDS.get(kind_name)
    if kind is None:
        raise Http404
    if not request.user.has_perm(view_right(kind)):
        raise PermissionDenied
    return kind, get_object_or_404(kind.rows(request.user), pk=pk)


def view_right(kind) -> str:
    return f"{kind.model._meta.app_label}.view_{kind.model._meta.model_name}"


def may_publish(user, kind) -> bool:
    return user.has_perms([PUBLISH, kind.right])


@read_only
@csp_update({"frame-src": [SELF]})
def page(request, kind_name, pk):
    kind, obj = thing(request, kind_name, pk)
    return show(request, kind, obj, look(kind, obj, request))


def show(request, kind, obj, seen, status=200):
    context = {
        **admin.site.each_context(request),
        "title": _("Veröffentlichen: %s") % obj,
        "object": obj,
        "kind": kind,
        "opts": kind.model._meta,
        "is_public": kind.is_public(obj),
        "facts": facts(kind.model.objects.get(pk=obj.pk), request),
        "look": seen,
        "found": seen.found,
        "may_publish": may_publish(request.user, kind),
        "log": acts.log_of(kind, obj)[:20],
        "public_address": kind.page(obj),
    }
    return TemplateResponse(request, "admin/gate.html", context, status=status)


@read_only
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
def preview(request, kind_name, pk):
    """The public page itself, for the frame; links in it lead nowhere."""
    kind, obj = thing(request, kind_name, pk)
    response, _refused = as_published(kind, obj, request)
    if response is None:
        raise Http404
    response["Cache-Control"] = "private, no-store"
    return response


@post_only
@csp_update({"frame-src": [SELF]})
def publish(request, kind_name, pk):
    """Publish what was looked at, and nothing else: 409 where it has changed since."""
    kind, obj = thing(request, kind_name, pk)
    if not may_publish(request.user, kind):
        raise PermissionDenied
    seen = look(kind, obj, request)
    if seen.found.obstacles:
        messages.error(request, " ".join(seen.found.obstacles))
        return back(kind_name, pk)
    if request.POST.get("seen") != seen.mark:
        messages.error(request, CHANGED)
        return show(request, kind, obj, seen, status=409)
    warnings = seen.found.warnings
    if warnings and request.POST.get("trotzdem") != "on":
        messages.error(request, _("Bitte bestätigen Sie die Hinweise, oder beheben Sie sie."))
        return back(kind_name, pk)
    return do(request, kind_name, pk, lambda: acts.publish(kind, obj, request.user, warnings))


@post_only
def withdraw(request, kind_name, pk):
    kind, obj = thing(request, kind_name, pk)
    if not may_publish(request.user, kind):
        raise PermissionDenied
    return do(request, kind_name, pk, lambda: acts.withdraw(kind, obj, request.user))


def do(request, kind_name, pk, act):
    try:
        done = act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"„{done.label}“ {done.get_act_display()}.")
    return back(kind_name, pk)


def back(kind_name, pk):
    return redirect("admin:gate", kind_name, pk)


def urls():
    """Return the gate's addresses for the office."""
    views = (
        ("", page, "gate"),
        ("vorschau/", preview, "gate_preview"),
        ("freigeben/", publish, "gate_publish"),
        ("zuruecknehmen/", withdraw, "gate_withdraw"),
    )
    return [
        path(
            f"veroeffentlichen/<slug:kind_name>/<int:pk>/{address}",
            admin.site.admin_view(view),
            name=label,
        )
        for address, view, label in views
    ]


def address_of(kind, obj) -> str:
    return reverse("admin:gate", args=[kind.name, obj.pk])
