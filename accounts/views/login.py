"""Signing in: a mailed code for members, a password for the office, and the second factor."""

from allauth.account.adapter import get_adapter
from django.contrib.auth import views as auth
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from accounts import codes, entrance, passkeys, second_factor, throttle
from accounts.forms import CodeForm, EmailForm, PasswordForm, SecondStepForm
from accounts.policy import before_second_factor, post_only, public, unversioned


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class Step(FormView):
    """A form on the way in: whoever is in already is sent on, who tries too often has to wait."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            return entrance.go_on(request)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        onward = entrance.wanted(self.request)
        for_members = "" if entrance.is_office(onward) else onward
        ways = {
            "login": entrance.with_next("accounts:login", for_members),
            "password": entrance.with_next("accounts:password", onward),
        }
        return super().get_context_data(**kwargs) | {"ways": ways}


@public
@unversioned
@before_second_factor
class Login(Step):
    """The address first; whoever may use a code gets one, and nobody sees who that is."""

    template_name = "accounts/login.html"
    form_class = EmailForm
    extra_context = {"title": _("Anmelden")}

    def get(self, request, *args, **kwargs):
        if entrance.is_office(entrance.wanted(request)):
            return redirect(entrance.onward(request, "accounts:password"))
        return super().get(request, *args, **kwargs)

    def form_valid(self, form):
        email = form.cleaned_data["email"]
        if seconds := throttle.seconds_to_wait(self.request, email):
            return throttle.refuse(self.request, seconds)
        with transaction.atomic():
            nonce, code = codes.issue()
            person = get_adapter().answer_request(email, code)
        self.request.session[entrance.CODE] = {"nonce": nonce, "email": email, "person": person}
        return redirect(entrance.onward(self.request, "accounts:code"))


@public
@unversioned
@before_second_factor
class CodeEntry(Step):
    template_name = "accounts/code.html"
    form_class = CodeForm
    extra_context = {"title": _("Code eingeben")}

    def dispatch(self, request, *args, **kwargs):
        self.asked = request.session.get(entrance.CODE)
        if not self.asked and not request.user.is_authenticated:
            return redirect(entrance.onward(request, "accounts:login"))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"email": self.asked["email"]}

    def form_valid(self, form):
        email = self.asked["email"]
        if seconds := throttle.seconds_to_wait(self.request, email):
            return throttle.refuse(self.request, seconds)
        if codes.redeem(self.asked["nonce"], form.cleaned_data["code"]):
            user = get_adapter().user_of(self.asked["person"])
            if user:
                return entrance.enter(self.request, user, email)
        form.add_error("code", _("Dieser Code stimmt nicht oder gilt nicht mehr."))
        return self.form_invalid(form)


@public
@unversioned
@before_second_factor
class PasswordLogin(Step):
    template_name = "accounts/password.html"
    form_class = PasswordForm
    extra_context = {"title": _("Mit Passwort anmelden")}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def post(self, request, *args, **kwargs):
        if seconds := throttle.seconds_to_wait(request, request.POST.get("username", "")):
            return throttle.refuse(request, seconds)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        return entrance.enter(self.request, form.get_user(), form.cleaned_data["username"])


@public
@unversioned
@before_second_factor
@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class SecondStep(FormView):
    """Asked at every login of an account with a second factor."""

    template_name = "accounts/second_step.html"
    form_class = SecondStepForm
    extra_context = {"title": _("Zweiter Faktor")}

    def dispatch(self, request, *args, **kwargs):
        self.user, self.account = entrance.at_second_step(request)
        if not self.user:
            return redirect(entrance.onward(request, "accounts:login"))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "has_passkey": passkeys.belongs_to(self.user),
            "are_passkeys_possible": passkeys.are_possible(self.request),
        }

    def form_valid(self, form):
        if seconds := throttle.seconds_to_wait(self.request, self.account):
            return throttle.refuse(self.request, seconds)
        if self.is_right(form.cleaned_data):
            return entrance.admit(self.request, self.user, self.account, has_passed=True)
        form.add_error("code", _("Das stimmt nicht. Bitte versuchen Sie es noch einmal."))
        return self.form_invalid(form)

    def is_right(self, given):
        if given.get("credential"):
            return passkeys.accepts(self.user, given["credential"])
        return second_factor.accepts(self.user, given["code"])


@public
@unversioned
@before_second_factor
@post_only
def second_step_options(request):
    """Give the browser the challenge that its passkey is to answer."""
    user, _account = entrance.at_second_step(request)
    if not user:
        return JsonResponse({}, status=404)
    return JsonResponse(passkeys.options_to_show(user))


@public
@unversioned
@before_second_factor
class Logout(auth.LogoutView):
    next_page = "/"
