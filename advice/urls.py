from django.contrib import admin
from django.urls import path

from advice import views

app_name = "advice"

urlpatterns = [
    path(
        "admin/advice/aufnehmen/<int:item>/",
        admin.site.admin_view(views.capture),
        name="capture",
    ),
]
