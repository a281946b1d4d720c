"""A person's page, once there is post: their links, and what was sent to them."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.admin.people import PersonOffice
from partners.belonging import is_own
from partners.models import Person

# Mails and links belong to this app, the page to one further left that cannot name them.
admin.site.unregister(Person)


@admin.register(Person)
class PersonWithPost(PersonOffice):
    """Somebody the office deals with, and how they are reached."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.revoke_links)
        return [path("<int:pk>/revoke-links/", view, name="post_revoke_links"), *super().get_urls()]

    def render_change_form(self, request, context, *args, **kwargs):
        person = context.get("original")
        if person and self.may_see_links(request, person):
            context["links"] = person.links.open()
        context["may_revoke"] = person and self.may_revoke(request, person)
        return super().render_change_form(request, context, *args, **kwargs)

    def may_see_links(self, request, person):
        allowed = request.user.has_perm("post.view_personallink")
        return allowed and is_own(person, request.user)

    def may_revoke(self, request, person):
        allowed = request.user.has_perm("post.change_personallink")
        return allowed and is_own(person, request.user)

    def revoke_links(self, request, pk):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        person = self.get_queryset(request).filter(pk=pk).first()
        if person is None:
            raise Http404
        if not self.may_revoke(request, person):
            raise PermissionDenied
        count = person.links.open().revoke()
        text = ngettext("%d Link ist gesperrt.", "%d Links sind gesperrt.", count) % count
        messages.success(request, f"{text} {_('Die nächste Mail bringt einen neuen.')}")
        return redirect("admin:partners_person_change", pk)
