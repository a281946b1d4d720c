"""Minutes as PDF, from the same content as their page."""

from django.utils.dateparse import parse_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from meetings import facts, pdf
from meetings.minutes.readers import Reading
from meetings.minutes.texts import took_no_part, written
from meetings.prints.words import box, paragraphs


def as_pdf(reading: Reading) -> bytes:
    return pdf.render("minutes.typ", data_of(reading), reading.at)


def file_name(reading) -> str:
    draft = "" if reading.minutes.is_released else "-Entwurf"
    return f"Protokoll-{reading.minutes.meeting.slug}{draft}.pdf"


def data_of(reading) -> dict:
    """Return what minutes.typ sets."""
    content, meeting = reading.content, reading.minutes.meeting
    head = content["head"]
    title = _("Protokoll der %s") % head["title"]
    return {
        "title": f"{title}, {meeting.board.short_name}",
        "heading": title,
        "board": head["board"],
        "is_example": meeting.is_example,
        "watermark": _("Entwurf") if reading.is_draft else "",
        "note": capfirst(reading.note),
        "facts": facts_of(head),
        "attendance": attendance(content),
        "has_persons": reading.is_inside,
        "findings": content["findings"],
        "items": [item(one) for one in content["items"]],
        "tasks": tasks(content["items"]),
        "circulars": [box(one) for one in content["circulars"]],
        "closing": paragraphs(content["closing"]),
        "attachments": [one["title"] for one in content["attachments"]],
        "signatures": signatures(head) if reading.is_inside else [],
    }


def facts_of(head) -> list[list[str]]:
    rows = [
        (_("Datum"), facts.long_date(parse_date(head["held_on"]))),
        (_("Zeit"), head["time"]),
        (_("Ort"), head["place"]),
        (_("Sitzungsleitung"), head["chair"]),
        (_("Protokollführung"), head["minute_taker"]),
        (_("Verteiler"), head["distribution"]),
        # Versions kept before there was a number in the head have none.
        (_("Fassung"), head.get("version", "")),
    ]
    return [[name, value] for name, value in rows if value]


def signatures(head) -> list[list[str]]:
    roles = ((_("Sitzungsleitung"), "chair"), (_("Protokollführung"), "minute_taker"))
    return [[label, head[name]] for label, name in roles]


# --- Who was there ----------------------------------------------------------


def attendance(content) -> list[dict]:
    rows = [of_seat(one) for one in content["attendance"]]
    return rows + [of_guest(one) for one in content["guests"]]


def of_seat(row) -> dict:
    by = _("durch %s") % row["deputy"] if row["deputy"] else ""
    label = " ".join(filter(None, [row["label"], by])) or "–"
    advisory = "" if row["is_voting"] else _("beratend")
    return {
        "organisation": row["organisation"],
        "person": row["person"],
        "remark": advisory,
        "label": ", ".join(filter(None, [label, row["times"]])),
    }


def of_guest(row) -> dict:
    label = _("Gast zu TOP %d") % row["item"] if row["item"] else _("Gast")
    return {
        "organisation": row["organisation"] or "–",
        "person": row["person"],
        "remark": "",
        "label": ", ".join(filter(None, [label, row["times"]])),
    }


# --- Item by item -----------------------------------------------------------


def item(row) -> dict:
    """Return an item; of a hidden one, number and „nichtöffentlich“."""
    if "id" not in row:
        return {"number": row["position"], "title": row["title"], "is_hidden": True}
    named = ", ".join(row["rapporteurs"])
    return {
        "number": row["position"],
        "title": row["title"],
        "is_hidden": False,
        "line": " · ".join(filter(None, [row["kind_label"], named])),
        "conflicted": took_no_part(row["conflicted"]),
        "result": capfirst(row["result_label"]),
        "text": paragraphs(row["text"]) + demonstrations(row),
        "resolutions": [box(one) for one in row["resolutions"]],
        "advice": [advice(one) for one in row["advice"]],
    }


def demonstrations(row) -> list:
    """Return a paragraph for each station shown, with what guests said of it in numbers."""
    return [[f"{one['title']}: {one['text']}"] for one in row.get("demonstrations", [])]


def advice(row) -> dict:
    title = " – ".join(filter(None, [row["kind_label"], row["giver"]]))
    return {"title": title, "text": paragraphs(row["text"]), "line": "", "small": ""}


def tasks(items) -> list[dict]:
    """Return all tasks with their item: was, zuständig, bis wann."""
    return [
        {
            "number": one["position"],
            "title": task["title"],
            "assignee": task["assignee"] or "–",
            "until": written(parse_date(task["due_on"])) if task["due_on"] else "–",
        }
        for one in items
        for task in one.get("tasks", [])
    ]
