from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("anmelden/", views.Login.as_view(), name="login"),
    path("abmelden/", views.Logout.as_view(), name="logout"),
]
