"""What a browser sends when somebody opens a form and presses its button, nothing else."""

import re
from urllib.parse import urljoin

from lxml import html

LINE_END = re.compile(r"\r\n|\r|\n")
# What no browser sends of its own accord, or only when that very button is pressed.
SILENT = {"button", "image", "reset", "submit"}


def forms_in(answer):
    """Return the forms of a page that post."""
    page = html.document_fromstring(answer.content.decode())
    return [form for form in page.xpath("//form") if form.get("method", "").lower() == "post"]


def form_with(answer, button):
    """Return the form that holds a button of this name, or None."""
    return next((form for form in forms_in(answer) if named(form, button) is not None), None)


def press(client, answer, form, button="", **typed):
    """Press a button of `form`, a part of the page `answer`, with `typed` filled in."""
    page = answer.request["PATH_INFO"]
    address = urljoin(page, form.get("action") or "")
    return client.post(address or page, posted(form, button) | typed)


def named(form, button):
    return next((one for one in buttons(form) if one.get("name") == button), None)


def buttons(form):
    submits = (one for one in controls(form) if one.tag == "button" or one.get("type") == "submit")
    return [one for one in submits if one.get("type", "submit") == "submit"]


def controls(form):
    """Return the form's controls: those inside, and those that name it from elsewhere."""
    inside = list(form.iter("input", "select", "textarea", "button"))
    own = [one for one in inside if one.get("form") in {None, form.get("id")}]
    if not form.get("id"):
        return own
    page = form.getroottree()
    elsewhere = page.xpath("//*[@form=$name]", name=form.get("id"))
    return own + [one for one in elsewhere if one not in own]


def posted(form, button=""):
    """Return name → values as the browser reads them from the untouched form."""
    data = {}
    for control in controls(form):
        if control.get("name") and not is_disabled(control):
            data.setdefault(control.get("name"), []).extend(values_of(control))
    pressed = named(form, button)
    if pressed is not None:
        data[button] = [pressed.get("value", "")]
    return {name: values for name, values in data.items() if values}


def is_disabled(control):
    around = control.iterancestors("fieldset", "template")
    return control.get("disabled") is not None or any(
        one.tag == "template" or one.get("disabled") is not None for one in around
    )


def values_of(control):
    """Return what one control sends: nothing, one value, or several."""
    if control.tag == "textarea":
        # The parser of a browser drops the first line end.
        text = re.sub(r"^(\r\n|\n)", "", control.text or "")
        return [LINE_END.sub("\r\n", text)]
    if control.tag == "select":
        return chosen(control)
    kind = control.get("type", "text").lower()
    if control.tag == "button" or kind in SILENT | {"file"}:
        return []
    if kind in {"checkbox", "radio"}:
        return [control.get("value", "on")] if control.get("checked") is not None else []
    value = control.get("value", "")
    return [value if kind == "hidden" else LINE_END.sub("", value)]


def chosen(select):
    """Return the values of the marked options; a list of one choice always has one."""
    options = [one for one in select.iter("option") if one.get("disabled") is None]
    marked = [one for one in options if one.get("selected") is not None]
    if select.get("multiple") is None:
        marked = marked[-1:] or options[:1]
    return [one.get("value", one.text_content()) for one in marked]
