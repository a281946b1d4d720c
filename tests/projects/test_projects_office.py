"""Projects and reports in the office: forms, history, boards, pictures, and two at once."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from projects.models import ProgressReport, Project
from tests import advising
from tests import factories as make
from tests.office import change, office
from tests.projects.rounds import hand_in, link_to, make_asked

__all__ = ["office"]
pytestmark = pytest.mark.django_db
MODELS = pytest.mark.parametrize("name", ["project", "reportinground", "progressreport"])


def listing(name, view="changelist"):
    return reverse(f"admin:projects_{name}_{view}")


def filled(project, **values):
    return {
        "kind": project.kind,
        "visibility": project.visibility,
        "title": project.title,
        "slug": project.slug,
        "summary": "",
        "reporter": project.reporter_id,
        "starts_on": "",
        "ends_on": "",
        "image_alt": "",
    } | values


def test_project_is_made_with_partners_and_topics(office):
    topic = advising.make_topic()
    reporter, partner = make.make_organisation(), make.make_organisation()
    form = {
        "board": topic.board_id,
        "kind": "transfer",
        "visibility": "public",
        "title": "KI im Handwerk",
        "slug": "ki-im-handwerk",
        "summary": "<p>Worum es geht</p>",
        "reporter": reporter.pk,
        "partners": [partner.pk],
        "topics": [topic.pk],
    }

    office.post(listing("project", "add"), form)

    project = Project.objects.get()
    assert list(project.partners.all()) == [partner]
    assert list(project.topics.all()) == [topic]
    assert office.get(change(project, "history")).status_code == 200


def test_what_a_form_adds_is_public_at_once(office):
    project = advising.make_project(partners=[])
    partner = make.make_organisation(consortium_role="partner")
    before = project.public_changed_at

    office.post(change(project), filled(project, partners=[partner.pk]))

    project.refresh_from_db()
    assert project.public_changed_at > before


def test_end_before_the_beginning_and_picture_without_words_are_refused(office):
    project = advising.make_project()

    dates = filled(project, starts_on="2027-05-05", ends_on="2027-05-04")
    picture = filled(project, image=ContentFile(make.picture_bytes(), name="bild.png"))
    pages = [office.post(change(project), form).content.decode() for form in (dates, picture)]

    assert "Das Ende liegt vor dem Beginn." in pages[0]
    assert "Bitte beschreiben Sie das Bild." in pages[1]


def test_two_at_one_project_form_lose_nothing(office):
    project = advising.make_project(title="Alt")
    seen = office.get(change(project)).context["adminform"].form.initial["seen"]
    office.post(change(project), filled(project, title="Von der Kollegin", seen=seen))

    refused = office.post(change(project), filled(project, title="Von mir", seen=seen))

    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Alt → Von der Kollegin" in page
    assert 'value="Von mir"' in page


def test_form_shows_the_picture_through_its_view(office):
    image = ContentFile(make.picture_bytes(), name="bild.png")
    project = advising.make_project(image=image, image_alt="Haus")

    page = office.get(change(project)).content.decode()

    assert f'src="{project.get_absolute_url()}bild/' in page
    assert 'href="/media/' not in page


@MODELS
def test_office_of_one_board_finds_only_its_own(client, name):
    mine, other = advising.make_report(), advising.make_report()
    client.force_login(make.make_leader(mine.project.board))
    rows = {"project": "project", "reportinground": "round", "progressreport": None}
    own, foreign = (getattr(one, rows[name]) if rows[name] else one for one in (mine, other))

    assert list(client.get(listing(name)).context["cl"].queryset) == [own]
    assert client.get(change(own)).status_code == 200
    assert client.get(change(foreign)).status_code in {302, 404}
    assert client.get(change(foreign, "history")).status_code in {302, 404}


def test_only_topics_of_the_own_boards_are_offered(client):
    mine, other = advising.make_topic(), advising.make_topic()
    client.force_login(make.make_leader(mine.board))

    field = client.get(listing("project", "add")).context["adminform"].form.fields["topics"]

    assert list(field.queryset) == [mine]
    assert other not in field.queryset


def test_report_given_by_phone_is_entered_and_handed_in(office):
    round_ = make_asked()
    project = Project.objects.get()
    form = {"round": round_.pk, "project": project.pk, "status": "Am Telefon: läuft."}
    form |= {"light": "green", "figures": "Betriebe: 3"}

    office.post(listing("progressreport", "add"), form)

    report = ProgressReport.objects.get()
    assert report.submitted_at is not None
    assert report.organisation == project.reporter


def test_report_on_a_project_of_another_board_is_refused(office):
    round_, project = make_asked(), advising.make_project()

    page = office.post(
        listing("progressreport", "add"),
        {"round": round_.pk, "project": project.pk, "status": "x", "light": "green"},
    ).content.decode()

    assert "Dieses Projekt gehört zu einem anderen Gremium." in page
    assert ProgressReport.objects.count() == 0


def test_office_changes_a_report_and_the_partner_is_told(office, client):
    request = make_asked().requests.get()
    project = Project.objects.get()
    door = f"{link_to(request.person)}berichte/{request.pk}/{project.slug}/"
    hand_in(office, door)
    report = ProgressReport.objects.get()
    mark = str(report.history.order_by("-history_id").first().history_id)
    form = {"status": "Vom Büro", "light": "green", "seen": mark}

    office.post(change(report), form)
    answer = hand_in(office, door, seen=mark, status="Vom Partner")

    assert answer.status_code == 409
    assert "Vom Büro" in answer.content.decode()
