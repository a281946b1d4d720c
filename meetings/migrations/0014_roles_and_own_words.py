"""
Give standing items their role, and leave in their text only what the office wrote.

Until now they were known by their heading, and what others had said was copied
into their text. Headings count here for the last time. What is recognised as a
copy goes, for it is composed when it is read; where anything else is left in a
public item that held copies, or may have, it becomes the members', and the
office looks before it publishes it again.
"""

import re
from html import unescape

from django.db import migrations

KINDS = "Empfehlung|Idee|Hinweis|Kooperationsangebot|Themenvorschlag|Frage"
ADVICE = re.compile(rf"(?:{KINDS}) \d+: ")
HEADINGS = {"Beantwortet", "Noch offen"}
POSTPONED = re.compile(r"Vertagt in der \d+\. Sitzung\.")
OBJECTED = "Dem Umlaufverfahren wurde widersprochen. Zur Abstimmung stand:"
LINE = re.compile(r"<li\b[^>]*>.*?</li>", re.DOTALL)
EMPTY_LIST = re.compile(r"<(ul|ol)\b[^>]*>\s*</\1>")
BLOCK = re.compile(r"<(p|h3|h4)\b[^>]*>.*?</\1>", re.DOTALL)
NUMBER = re.compile(r"\d+(?=\.)")


def plain(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


# --- Roles, by the headings that were the key until now -------------------------


def role_of(item):
    title, is_formal = item.title, item.kind == "formal"
    if is_formal and title.startswith("Genehmigung ") and "Protokoll" in title:
        return "approval"
    if is_formal and any(word in title.lower() for word in ("begrüßung", "eröffnung")):
        return "welcome"
    if is_formal and "verschieden" in title.lower():
        return "any_other_business"
    if title == "Rückmeldung zu Anregungen":
        return "feedback"
    return "open_tasks" if title == "Offene Aufgaben" and item.kind == "report" else ""


def give_roles(items):
    """Give the items of one agenda their roles: each to the first, any other business the last."""
    items, taken = list(items), set()
    closing = [item for item in items if role_of(item) == "any_other_business"]
    for item in items:
        role = role_of(item)
        if role and role not in taken and (role != "any_other_business" or item is closing[-1]):
            taken.add(role)
            item.role = role
            item.save(update_fields=["role"])
    return taken


def roles_of_templates(apps):
    for template in apps.get_model("meetings", "AgendaTemplate").objects.all():
        give_roles(template.items.order_by("position", "pk"))


def roles_of_items(apps):
    item_model, titles = apps.get_model("meetings", "AgendaItem"), titles_of_tasks(apps)
    for meeting in apps.get_model("meetings", "Meeting").objects.all():
        items = item_model.objects.filter(meeting=meeting).order_by("position", "pk")
        taken = give_roles(items)
        for item in items.filter(role="").exclude(text=""):
            # Renamed, it hid nothing and came twice; what it lists tells what it is for.
            role = role_by_text(item.text, titles.get(meeting.board_id, set()))
            if role and role not in taken:
                taken.add(role)
                item.role = role
                item.save(update_fields=["role"])


def role_by_text(text, titles):
    if copied_advice(text):
        return "feedback"
    lines = LINE.findall(text)
    return "open_tasks" if lines and all(is_task(line, titles) for line in lines) else ""


# --- Words of others ------------------------------------------------------------


def copied_advice(text):
    return [line for line in LINE.findall(text) if ADVICE.match(plain(line))]


def is_task(line, titles):
    words = plain(line)
    return any(words == title or words.startswith(f"{title} (") for title in titles)


def without_lines(text, is_copy):
    text = LINE.sub(lambda line: "" if is_copy(line.group()) else line.group(), text)
    return EMPTY_LIST.sub("", text)


def without_blocks(text, is_copy):
    return BLOCK.sub(lambda block: "" if is_copy(plain(block.group())) else block.group(), text)


def own_words(item, titles):
    """Return the item's text without what was copied into it, and whether more may be copied."""
    text = item.text
    copies = copied_advice(text)
    if copies or item.role == "feedback":
        text = without_lines(text, lambda line: bool(ADVICE.match(plain(line))))
        text = without_blocks(text, HEADINGS.__contains__)
    before = text
    if item.role == "open_tasks":
        text = without_lines(text, lambda line: is_task(line, titles))
    # A list that is left may be a copy that somebody changed; a sentence is the office's.
    is_list = item.role in {"feedback", "open_tasks"} and bool(LINE.search(text))
    return text, bool(plain(text)) and (is_list or bool(copies) or before != text)


def without_references(item, circulars):
    """Leave out from where it was postponed, and what a circular resolution said."""
    text = item.text
    if item.continues_id:
        text = without_blocks(text, POSTPONED.fullmatch)
    if circulars:
        said = {OBJECTED}
        for one in circulars:
            parts = [*one.text.split("\n\n"), *one.reason.split("\n\n")]
            said |= {" ".join(part.split()) for part in parts}
        text = without_blocks(text, said.__contains__)
    return text


def keep_own_words(apps):
    item_model = apps.get_model("meetings", "AgendaItem")
    resolutions = apps.get_model("meetings", "Resolution").objects.exclude(continued_in=None)
    circulars = {}
    for one in resolutions:
        circulars.setdefault(one.continued_in_id, []).append(one)
    titles = titles_of_tasks(apps)
    for item in item_model.objects.exclude(text="").select_related("meeting"):
        before = item.text, item.visibility
        item.text = without_references(item, circulars.get(item.pk, []))
        item.text, is_doubtful = own_words(item, titles.get(item.meeting.board_id, set()))
        if is_doubtful and item.visibility == "public":
            item.visibility = "members"
        if (item.text, item.visibility) != before:
            item.save(update_fields=["text", "visibility"])
    for item in apps.get_model("meetings", "TemplateItem").objects.exclude(text=""):
        text = own_words(item, set().union(*titles.values()))[0]
        if text != item.text:
            item.text = text
            item.save(update_fields=["text"])


def titles_of_tasks(apps):
    """Return board → the words of its tasks' titles, as a list of them shows them."""
    titles = {}
    for board, title in apps.get_model("meetings", "Task").objects.values_list("board", "title"):
        titles.setdefault(board, set()).add(" ".join(title.split()))
    return titles


# --- What was said by a heading ---------------------------------------------------


def note_what_is_approved(apps):
    minutes = apps.get_model("meetings", "Minutes").objects
    items = apps.get_model("meetings", "AgendaItem").objects.filter(role="approval")
    for item in items.select_related("meeting"):
        asked = minutes.filter(
            meeting__board=item.meeting.board_id,
            meeting__held_on__lte=item.meeting.held_on,
            meeting__number__in=[int(one) for one in NUMBER.findall(item.title) if len(one) < 5],
        ).exclude(meeting=item.meeting_id)
        item.approves.set(asked)


def note_copies(apps):
    """Tell planned items that repeat a postponed one from where they were copied."""
    items = apps.get_model("meetings", "AgendaItem").objects
    postponed = items.filter(record__result="postponed", continued_by=None)
    for old in postponed.select_related("meeting"):
        copy = items.filter(
            meeting__board=old.meeting.board_id,
            meeting__held_on__gt=old.meeting.held_on,
            meeting__state="planned",
            title=old.title,
            kind=old.kind,
            continues=None,
            copied_from=None,
        ).first()
        if copy:
            copy.copied_from = old
            copy.save(update_fields=["copied_from"])


def convert(apps, schema_editor):
    roles_of_templates(apps)
    roles_of_items(apps)
    keep_own_words(apps)
    note_what_is_approved(apps)
    note_copies(apps)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0013_standing_items")]

    operations = [migrations.RunPython(convert, migrations.RunPython.noop)]
