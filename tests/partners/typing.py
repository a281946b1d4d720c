"""What a browser sends from a form of the office with rows, and what is typed into it."""

import datetime as dt

from django.urls import reverse

from tests.office import change


def address(one):
    if isinstance(one, type):
        return reverse(f"admin:{one._meta.app_label}_{one._meta.model_name}_add")
    return change(one)


def typed(office, one) -> dict:
    """Return the form as a browser would send it, untouched."""
    page = office.get(address(one))
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    return {
        field.html_name: value
        for form in forms
        for field in form
        if isinstance(value := field.value(), str | int | dt.date) and value is not False
    }


def post(office, one, values, **added):
    """Send the form with `values` instead, and new rows `added` by their prefix."""
    data = typed(office, one) | values
    for prefix, rows in added.items():
        count = data[f"{prefix}-TOTAL_FORMS"]
        for number, row in enumerate(rows, count):
            data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
        data[f"{prefix}-TOTAL_FORMS"] = count + len(rows)
    return office.post(address(one), data)


def errors(answer):
    """Return what was said to the rows, in their order."""
    assert answer.status_code == 200
    formsets = [one.formset for one in answer.context["inline_admin_formsets"]]
    return [
        text
        for one in formsets
        for form in one.forms
        for row in form.errors.values()
        for text in row
    ]
