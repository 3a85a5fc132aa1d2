"""Ask axe whether a page keeps WCAG 2.2 AA."""

from axe_playwright_python.sync_playwright import Axe

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LAY_BARS = "how => { for (const bar of document.querySelectorAll('.topbar, .bottombar')) bar.style.position = how; }"


def assert_accessible(page, *, without=()):
    """Fail with rule, help and elements when axe finds a fault on PAGE; WITHOUT names rules to leave out (say why)."""
    rules = {rule: {"enabled": False} for rule in without}
    options = {"runOnly": {"type": "tag", "values": WCAG}, "rules": rules}
    page.evaluate(LAY_BARS, "static")  # a bar that floats over half a target is no fault of the target's size
    found = Axe().run(page, options=options).response["violations"]
    page.evaluate(LAY_BARS, "")
    assert not found, f"{page.url} is not accessible:\n" + "\n".join(map(_described, found))


def _described(violation):
    """Return one violation as lines of text, at most five elements."""
    elements = [f"    {node['target'][0]}: {node['html'][:160]}" for node in violation["nodes"][:5]]
    return "\n".join([f"- {violation['id']} ({violation['impact']}): {violation['help']}", *elements])
