"""Production refuses to start half-configured; a local machine just starts."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

STRONG = "k7#Qz9!mWv2@Lr5$Tx8%Np4^Hs6&Jd1*Bf3(Gc0)Ye-Ua=Io+Ep_Zw"
PRODUCTION = {
    "SITE_URL": "https://gremium.example.org",
    "ALLOWED_HOSTS": "gremium.example.org",
    "SECRET_KEY": STRONG,
    "EMAIL_URL": "smtp+tls://name:passwort@mail.example.org:587",
}
SHOW = "from django.conf import settings as s; print(s.{})"


def manage(tmp_path, *arguments, **environment):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=kept | {"VAR_DIR": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def value(tmp_path, name, **environment):
    shown = manage(tmp_path, "shell", "-v0", "-c", SHOW.format(name), **environment)
    assert shown.returncode == 0, shown.stderr
    return shown.stdout.strip()


@pytest.mark.parametrize("key", ["", "kurz", "a" * 60, "django-insecure-" + STRONG])
def test_production_refuses_a_missing_or_weak_secret(tmp_path, key):
    refused = manage(tmp_path, "check", **PRODUCTION | {"SECRET_KEY": key})

    assert refused.returncode != 0
    assert "SECRET_KEY fehlt oder ist zu schwach" in refused.stderr


def test_debug_switched_off_on_purpose_is_production(tmp_path):
    refused = manage(tmp_path, "check", DEBUG="false")

    assert "SECRET_KEY fehlt" in refused.stderr


def test_production_refuses_any_host(tmp_path):
    refused = manage(tmp_path, "check", **PRODUCTION | {"ALLOWED_HOSTS": "*"})

    assert "ALLOWED_HOSTS" in refused.stderr


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"DEBUG": "true"}, "DEBUG ist nur auf der eigenen Maschine erlaubt"),
        ({"SITE_URL": "gremium.example.org"}, "SITE_URL braucht die ganze Adresse"),
        ({"SITE_URL": ""}, "SITE_URL braucht die ganze Adresse"),
        ({"TRUSTED_PROXIES": "10.0.0.1"}, "TRUSTED_PROXIES ist „true“ oder „false“"),
    ],
)
def test_production_refuses_what_it_would_misunderstand(tmp_path, wrong, sentence):
    refused = manage(tmp_path, "check", **PRODUCTION | wrong)

    assert refused.returncode != 0
    assert sentence in refused.stderr


def test_production_passes_the_deployment_check(tmp_path):
    checked = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert checked.returncode == 0, checked.stderr


def test_deployment_check_names_open_legal_texts(tmp_path):
    manage(tmp_path, "migrate", "-v0", **PRODUCTION)
    checked = manage(tmp_path, "check", "--deploy", "--database", "default", **PRODUCTION)

    assert checked.stderr.count("vom Betreiber auszufüllen") == 5


def test_production_without_a_mail_server_is_warned(tmp_path):
    checked = manage(tmp_path, "check", **PRODUCTION | {"EMAIL_URL": ""})

    assert "EMAIL_URL fehlt" in checked.stderr
    assert value(tmp_path, "MAIL_IS_SHOWN", **PRODUCTION | {"EMAIL_URL": ""}) == "False"


def test_mails_are_only_shown_where_no_server_is_named(tmp_path):
    url = PRODUCTION["EMAIL_URL"]

    assert value(tmp_path, "MAIL_IS_SHOWN") == "True"
    assert value(tmp_path, "MAIL_IS_SHOWN", EMAIL_URL=url) == "False"
    assert value(tmp_path, "EMAIL_HOST", EMAIL_URL=url) == "mail.example.org"
    assert value(tmp_path, "EMAIL_BACKEND", EMAIL_URL=url) == "post.smtp.EmailBackend"


def test_cookies_are_bound_to_the_host_under_https(tmp_path):
    names = [value(tmp_path, f"{kind}_COOKIE_NAME", **PRODUCTION) for kind in ("SESSION", "CSRF")]

    assert names == ["__Host-sessionid", "__Host-csrftoken"]
    assert value(tmp_path, "SESSION_COOKIE_SECURE", **PRODUCTION) == "True"


def test_local_machine_makes_its_own_secret_once(tmp_path):
    first, second = value(tmp_path, "SECRET_KEY"), value(tmp_path, "SECRET_KEY")

    assert first == second
    assert len(first) == 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_demo_refuses_production(tmp_path):
    refused = manage(tmp_path, "run_demo", **PRODUCTION)

    assert "nicht in Produktion" in refused.stderr
