"""Pictures in forms: shown through their views, or only known to be there."""

from django.contrib.admin.widgets import AdminFileWidget


class PictureInput(AdminFileWidget):
    """A picture to see, replace and remove; `address` finds its view, if any."""

    template_name = "admin/picture_input.html"

    def __init__(self, address=None, attrs=None):
        super().__init__(attrs)
        self.address = address

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if self.is_initial(value) and self.address:
            context["widget"]["address"] = self.address(value.instance, file_name(value))
        return context


def file_name(file):
    return file.name.rsplit("/", 1)[-1]


class Pictures:
    """`pictures` names each picture field and how to find its view's address."""

    pictures = {}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.pictures:
            kwargs["widget"] = PictureInput(self.pictures[db_field.name])
        return super().formfield_for_dbfield(db_field, request, **kwargs)
