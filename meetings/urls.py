from django.urls import path

from meetings import views

app_name = "meetings"

urlpatterns = [
    path("sitzungen/", views.MeetingList.as_view(), name="meeting-list"),
    path("sitzungen/<slug:slug>/", views.MeetingDetail.as_view(), name="meeting-detail"),
    path("dokumente/<str:token>/<str:name>", views.document_file, name="document-file"),
]
