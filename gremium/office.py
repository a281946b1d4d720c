"""The office: Django's admin, ordered by what the office does."""

from functools import wraps

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordChangeView, redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts import policy
from gremium.editor_words import Words

MAX_QUERY = 10_000
MAX_SEARCH = 200
SECTIONS = (
    (
        _("Sitzungen"),
        (
            "Meeting",
            "Minutes",
            "Objection",
            "Resolution",
            "Task",
            "Mail",
            "AgendaProposal",
            "AgendaTemplate",
            "TextBlock",
            "Venue",
            "Document",
        ),
    ),
    (
        _("Beratung und Wirkung"),
        (
            "Advice",
            "Topic",
            "Weighing",
            "Introduction",
            "Project",
            "ReportingRound",
            "ProgressReport",
            "Demonstration",
        ),
    ),
    (_("Gremien"), ("Board", "Organisation", "Person")),
    (_("Öffentlichkeit"), ("Article", "Publication", "Feedback")),
    (_("Einrichtung"), ("Centre", "User", "Group")),
)


def within_limits(view):
    """Refuse a query no page of ours makes: databases fail on patterns that long."""

    @wraps(view)
    def inner(request, *args, **kwargs):
        words = (request.GET.get(name, "") for name in ("q", "term"))
        if len(request.META.get("QUERY_STRING", "")) > MAX_QUERY:
            raise BadRequest
        if any(len(one) > MAX_SEARCH for one in words):
            raise BadRequest
        return view(request, *args, **kwargs)

    return inner


class Choices(AutocompleteJsonView):
    """What a choice with search offers, in the words of the office."""

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        return result | {"text": self.model_admin.heading(obj)}


class Office(admin.AdminSite):
    """The admin site of Gremium."""

    site_header = "Gremium"
    site_title = "Gremium"
    index_title = _("Heute")
    index_template = "admin/today.html"
    empty_value_display = "–"

    def admin_view(self, view, cacheable=False):
        inner = super().admin_view(within_limits(view), cacheable)
        inner.policy = policy.OFFICE
        return inner

    def get_urls(self):
        """Leave out the redirect by content type and id, which asks nobody's rights."""
        found = [one for one in super().get_urls() if getattr(one, "name", "") != "view_on_site"]
        return [*self.evidence_urls(), *self.gate_urls(), *found]

    def gate_urls(self):
        # The apps' models are not loaded yet when this module is.
        from gremium.gate import page

        return page.urls()

    def evidence_urls(self):
        # The apps' models are not loaded yet when this module is.
        from gremium.evidence import page

        views = (("", page.page, ""), ("nachweis.xlsx", page.xlsx, "_xlsx"))
        return [
            path(f"nachweis/{address}", self.admin_view(view), name=f"evidence{name}")
            for address, view, name in (*views, ("nachweis.pdf", page.pdf, "_pdf"))
        ]

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {model["object_name"]: model for app in apps for model in app["models"]}
        sections = (
            (title, [models[name] for name in names if name in models]) for title, names in SECTIONS
        )
        return [as_app(title, found) for title, found in sections if found]

    def index(self, request, extra_context=None):
        # The apps' models are not loaded yet when this module is.
        from gremium.today import today

        return super().index(request, {**today(request), **(extra_context or {})})

    def autocomplete_view(self, request):
        return Choices.as_view(admin_site=self)(request)

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request, extra_context=None):
        """Send visitors to the site's login page; tell others that they may not."""
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        wanted = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return redirect_to_login(wanted, reverse("accounts:password"))

    def password_change(self, request, extra_context=None):
        """As Django does, with a form in the office's own words."""
        from accounts.admin.passwords import ChangeOwnPassword

        return PasswordChangeView.as_view(
            form_class=ChangeOwnPassword,
            success_url=reverse("admin:password_change_done"),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )(request)

    def i18n_javascript(self, request, extra_context=None):
        return Words.as_view()(request)

    def logout(self, request, extra_context=None):
        from accounts.views.login import Logout

        return Logout.as_view()(request)


def as_app(title, models):
    """Return a section in the shape that the admin's templates expect of an app."""
    return {
        "name": title,
        "app_label": models[0]["object_name"].lower(),
        "app_url": reverse("admin:index"),
        "has_module_perms": True,
        "models": models,
    }
