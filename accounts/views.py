from django.contrib.auth import views as auth
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.forms import LoginForm
from accounts.policy import public, unversioned


@public
@unversioned
class Login(auth.LoginView):
    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True
    extra_context = {"title": _("Anmelden")}

    def get_redirect_url(self):
        address = super().get_redirect_url()
        return "" if address.split("?")[0] == self.request.path else address

    def get_default_redirect_url(self):
        return (
            reverse("admin:index")
            if self.request.user.is_staff
            else super().get_default_redirect_url()
        )


@public
@unversioned
class Logout(auth.LogoutView):
    next_page = "/"
