from django.urls import path

from accounts.views import factors, login

app_name = "accounts"

urlpatterns = [
    path("anmelden/", login.Login.as_view(), name="login"),
    path("anmelden/code/", login.CodeEntry.as_view(), name="code"),
    path("anmelden/passwort/", login.PasswordLogin.as_view(), name="password"),
    path("anmelden/zweiter-faktor/", login.SecondStep.as_view(), name="second-step"),
    path(
        "anmelden/zweiter-faktor/passkey/",
        login.second_step_options,
        name="second-step-options",
    ),
    path("abmelden/", login.Logout.as_view(), name="logout"),
    path("konto/bestaetigen/", factors.confirm, name="confirm"),
    path("konto/zweiter-faktor/", factors.factors, name="factors"),
    path("konto/zweiter-faktor/app/", factors.add_app, name="app"),
    path("konto/zweiter-faktor/passkey/", factors.add_passkey, name="passkey"),
    path(
        "konto/zweiter-faktor/passkey/beginn/",
        factors.passkey_options,
        name="passkey-options",
    ),
    path("konto/zweiter-faktor/ersatzcodes/", factors.spare_codes, name="spare"),
    path("konto/zweiter-faktor/ersatzcodes/neu/", factors.renew_spare_codes, name="spare-renew"),
    path("konto/zweiter-faktor/<int:pk>/entfernen/", factors.remove, name="factor-remove"),
]
