from django.urls import path

from partners import views

app_name = "partners"

urlpatterns = [
    path("mitglieder/", views.MemberList.as_view(), name="member-list"),
    path("mitglieder/<slug:slug>/", views.OrganisationDetail.as_view(), name="organisation-detail"),
    path(
        "mitglieder/<slug:slug>/logo/<str:name>", views.organisation_logo, name="organisation-logo"
    ),
    path("logo/<str:name>", views.centre_logo, name="centre-logo"),
    path("fotos/<int:pk>/<str:name>", views.person_photo, name="person-photo"),
]
