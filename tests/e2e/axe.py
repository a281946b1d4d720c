"""What axe finds on a page as it is now."""

from axe_playwright_python.base import AXE_SCRIPT

GRAVE = {"serious", "critical"}
# To read stylesheets anew axe would write them into the page, which our policy blocks.
# Of what passed it would describe each element as fully as of what did not.
OPTIONS = {"preload": False, "resultTypes": ["violations"]}


# Only what is wrong crosses from the browser to the test.
RUN = "options => axe.run(document, options).then((results) => results.violations)"


def violations(page):
    """Return rule, gravity and places of each finding."""
    # Colours that still fade from one scheme to the other have no contrast yet.
    page.evaluate("document.getAnimations().forEach((one) => one.cancel())")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [(one["id"], one["impact"], places(one)) for one in page.evaluate(RUN, OPTIONS)]


def places(violation):
    return [" ".join(map(str, node["target"])) for node in violation["nodes"]]


def grave(page):
    return [one for one in violations(page) if one[1] in GRAVE]
