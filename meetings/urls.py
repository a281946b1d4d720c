from django.urls import path

from meetings.views import documents, meetings

app_name = "meetings"

urlpatterns = [
    path("sitzungen/", meetings.MeetingList.as_view(), name="meeting-list"),
    path("sitzungen/<slug:slug>/", meetings.MeetingDetail.as_view(), name="meeting-detail"),
    path("dokumente/<str:token>/<str:name>", documents.document_file, name="document-file"),
]
