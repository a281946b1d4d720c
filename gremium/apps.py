from django.apps import AppConfig
from django.contrib.admin import apps as admin


class GremiumConfig(AppConfig):
    default = True
    name = "gremium"
    verbose_name = "Gremium"

    def ready(self):
        from gremium import checks  # noqa: F401 - registers the system checks


class GremiumAdminConfig(admin.AdminConfig):
    default = False
    default_site = "gremium.office.Office"
