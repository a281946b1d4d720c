"""The table of contents of the site."""

from django.contrib import admin
from django.urls import include, path

from gremium import views

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("", include("partners.urls")),
    path("", include("meetings.urls")),
    path("", include("advice.urls")),
    path("", include("projects.urls")),
    path("", include("news.urls")),
    path("", include("accounts.urls")),
    path("impressum/", views.LegalPage.as_view(field="imprint"), name="imprint"),
    path("datenschutz/", views.LegalPage.as_view(field="privacy_notice"), name="privacy"),
    path(
        "barrierefreiheit/",
        views.LegalPage.as_view(field="accessibility_statement"),
        name="accessibility",
    ),
    path("leichte-sprache/", views.LegalPage.as_view(field="easy_language"), name="easy-language"),
    path("gebaerdensprache/", views.LegalPage.as_view(field="sign_language"), name="sign-language"),
    path("barriere-melden/", views.ReportBarrier.as_view(), name="report-barrier"),
    path(
        "barriere-melden/danke/",
        views.ReportBarrierThanks.as_view(),
        name="report-barrier-thanks",
    ),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path("admin/", admin.site.urls),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
