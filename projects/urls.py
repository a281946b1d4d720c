from django.urls import path

from projects import views

app_name = "projects"

urlpatterns = [
    path("projekte/", views.ProjectList.as_view(), name="project-list"),
    path("projekte/<slug:slug>/", views.ProjectDetail.as_view(), name="project-detail"),
]
