"""The reports on the projector: one partner a page, with links to the next and the one before."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator

from accounts.policy import read_only
from projects.partner_pages import partner_pages

RIGHTS = ("projects.view_reportinground", "projects.view_progressreport", "projects.view_project")


class Presenting:
    """The presentation of a round; needs `round_for` beside it."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.slide_view)
        name = f"{self.address}_slide"
        return [
            path("<int:pk>/praesentation/", view, name=f"{self.address}_slides"),
            path("<int:pk>/praesentation/<int:number>/", view, name=name),
            *super().get_urls(),
        ]

    @method_decorator(read_only)
    def slide_view(self, request, pk, number=1):
        """Show the partner in that place; one past the end does not exist."""
        round_ = self.round_for(request, pk)
        if not request.user.has_perms(RIGHTS):
            raise PermissionDenied
        pages = partner_pages(round_, shows_all=True) if round_.opened_at else []
        if not 1 <= number <= len(pages):
            raise Http404
        return TemplateResponse(
            request,
            "admin/projects/slide.html",
            {
                "round": round_,
                "page": pages[number - 1],
                "number": number,
                "total": len(pages),
                "back": self.slide_url(pk, number - 1) if number > 1 else "",
                "on": self.slide_url(pk, number + 1) if number < len(pages) else "",
            },
        )

    def slide_url(self, pk, number):
        return reverse(f"admin:{self.address}_slide", args=[pk, number])
