"""Steps of tests that answer from a personal page."""

from post.models import PersonalLink


def home(person):
    return f"/l/{PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)}/"


def page_of(client, person):
    return client.get(home(person)).content.decode()


def send(client, address, path, **values):
    response = client.post(f"{address}sitzungen/zwei/{path}", values)
    assert response.status_code in {302, 409}
    return client.get(address).content.decode() if response.status_code == 302 else response
