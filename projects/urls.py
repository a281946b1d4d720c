from django.urls import path

from meetings.urls import both_doors
from projects.views import feedback, public, reports

app_name = "projects"
REPORT = "berichte/<int:pk>/<slug:slug>"

urlpatterns = [
    path("projekte/", public.project_list, name="project-list"),
    path("projekte/<slug:slug>/", public.ProjectDetail.as_view(), name="project-detail"),
    path("projekte/<slug:slug>/bild/<str:name>", public.project_image, name="project-image"),
    path("projektberichte/<int:pk>/bild/<str:name>", reports.report_image, name="report-image"),
    path("rueckmeldung/<str:token>/", feedback.station_feedback, name="feedback"),
    path("rueckmeldung/<str:token>/danke/", feedback.thanks, name="feedback-thanks"),
    *both_doors("berichte/", reports.report_list, "reports"),
    *both_doors(f"{REPORT}/", reports.report_form, "report"),
    *both_doors(f"{REPORT}/speichern/", reports.save_report, "report-save"),
    *both_doors(f"{REPORT}/bild/<str:name>", reports.own_image, "report-image"),
]
