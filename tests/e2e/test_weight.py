"""How much a page weighs on the wire, the first time and the second."""

from dataclasses import dataclass, field

import pytest

from tests.e2e.test_pages import READING

MAX_REQUESTS = 4
MAX_BYTES = 30_000


@dataclass
class Traffic:
    """What one view cost: requests that reached the server, bytes of the answers."""

    requests: dict = field(default_factory=dict)
    sizes: dict = field(default_factory=dict)
    pictures: set = field(default_factory=set)

    def listen(self, client):
        client.on("Network.responseReceived", self.received)
        client.on("Network.loadingFinished", self.finished)

    def received(self, event):
        response = event["response"]
        if response["url"].startswith("data:"):
            return
        if response.get("fromDiskCache") or response.get("fromPrefetchCache"):
            return
        self.requests[event["requestId"]] = response["url"]
        if event["type"] == "Image":
            self.pictures.add(event["requestId"])

    def finished(self, event):
        self.sizes[event["requestId"]] = event["encodedDataLength"]

    @property
    def bytes(self):
        return sum(self.sizes.get(one, 0) for one in self.requests if one not in self.pictures)


def view(page, path):
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    traffic = Traffic()
    traffic.listen(client)
    page.goto(path, wait_until="networkidle")
    client.detach()
    return traffic


@pytest.mark.parametrize("path", READING)
def test_first_view_is_light_and_the_second_is_one_request(page, article, path):
    address = path.format(article=article)

    first = view(page, address)
    page.goto("about:blank")
    second = view(page, address)

    assert len(first.requests) - len(first.pictures) <= MAX_REQUESTS, list(first.requests.values())
    assert 0 < first.bytes <= MAX_BYTES
    assert len(second.requests) == 1, list(second.requests.values())
    assert second.bytes < first.bytes
