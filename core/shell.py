"""The frame around every page: who, where, what waits. Templates know it as `shell`; worked out when asked for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core import calendar


@dataclass(frozen=True)
class Place:
    """A line of the menu as an app registers it."""

    app: str
    label: str
    url_name: str
    icon: str
    order: int
    visible: Callable = field(default=lambda person: True)
    short: str = ""  # the label in the phone's bottom bar, where it is narrow
    shared: bool = False  # stands under »Fælles« and never in the bottom bar
    exact: bool = False  # is current only on its own address
    under: str = ""  # the place it is folded in under; stands by itself for those who don't see that one
    more: str = ""  # what the fold under this place is called


@cache
def _address(urlconf, name):
    """Return a page's address, None where it isn't part of this installation; asked for once a process."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


@dataclass
class NavItem:
    """A line of the menu as one person sees it now."""

    label: str
    short: str
    url: str
    icon: str
    current: bool = False
    count: int | None = None
    more_label: str = ""
    more: list["NavItem"] = field(default_factory=list)  # what is folded in under it

    @property
    def more_is_open(self):
        """Tell whether the fold is open: the person is on one of its pages."""
        return any(item.current for item in self.more)


_places: dict[tuple[str, str], Place] = {}


def register_nav(
    app,
    label,
    url_name,
    icon,
    order,
    visible=lambda person: True,
    short="",
    shared=False,
    exact=False,
    under="",
    more="",
):
    """Add a line to the menu; call from AppConfig.ready. A person's first three also stand in the bottom bar."""
    _places[(app, url_name)] = Place(app, label, url_name, icon, order, visible, short, shared, exact, under, more)


_pages: dict[str, str] = {}


def register_page(name, url_name):
    """Say where a page lies that core names but an app makes, such as »contingency«."""
    _pages[name] = url_name


def page_of(name, *args):
    """Return the address of a registered page, perhaps about a row; NoReverseMatch where no app makes it."""
    if name not in _pages:
        raise NoReverseMatch(name)
    return reverse(_pages[name], args=args)


class Shell:
    """What the frame shows for one request. Nothing is read from the database before a template asks for it."""

    bar_length = 3

    def __init__(self, request=None):
        self.request = request
        self.product = settings.PRODUCT_NAME
        self.municipality = settings.MUNICIPALITY_NAME
        self.demo = settings.DEMO
        self.file_limit = settings.FILE_UPLOAD_MAX_SIZE
        self.file_limit_total = settings.FILE_UPLOAD_MAX_TOTAL

    @property
    def now(self):
        """Return the product's present moment."""
        return calendar.now()

    @cached_property
    def person(self):
        """Return the person who is signed in, or None."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def theme(self):
        """Return "light" or "dark" when the person has chosen, else nothing: the device decides."""
        return getattr(self.person, "theme", "") or ""

    @cached_property
    def todo_count(self):
        """Return how many to-dos wait for the person: the one query the frame makes, unless the page has counted them."""
        from core.todos import waiting_count

        known = getattr(self.request, "todos_waiting", None)
        if known is not None:
            return known
        return waiting_count(self.person) if self.person else 0

    @cached_property
    def _items(self):
        if self.person is None:
            return []
        found = []
        for place in sorted(_places.values(), key=lambda place: (place.order, place.url_name)):
            url = _address(settings.ROOT_URLCONF, place.url_name)
            if url and place.visible(self.person):
                found.append((place, NavItem(str(place.label), str(place.short or place.label), url, place.icon)))
        path = getattr(self.request, "path", "")
        under = [
            item
            for place, item in found
            if path == item.url or (not place.exact and path.startswith(item.url) and item.url != "/")
        ]
        if under:
            max(under, key=lambda item: len(item.url)).current = True
        for place, item in found:
            if place.url_name == "core:desk":
                item.count = self.todo_count
        by_name = {place.url_name: (place, item) for place, item in found}
        standing = []
        for place, item in found:
            above, main = by_name.get(place.under, (None, None))
            if above is None or main is None:
                standing.append((place, item))
            else:
                main.more.append(item)
                main.more_label = str(above.more or above.label)
        return standing

    @property
    def nav(self):
        """Return the main menu; a line may hold further ones, folded in under it."""
        return [item for place, item in self._items if not place.shared]

    @property
    def nav_shared(self):
        """Return the menu's second part, »Fælles«."""
        return [item for place, item in self._items if place.shared]

    @property
    def bar(self):
        """Return the places of the phone's bottom bar; the last one, the menu itself, is always there."""
        return self.nav[: self.bar_length]


def context(request):
    """Give `shell` to every template."""
    return {"shell": Shell(request)}


def _has_role(person):
    return bool(person.standing.roles)


register_nav("core", _("Min side"), "core:desk", "home", 10, exact=True)
register_nav("core", _("Kontakter"), "core:contacts", "users", 110, shared=True)
register_nav("core", _("Vejledning"), "core:guidance", "book", 120, shared=True)
register_nav("core", _("Indstillinger"), "core:settings", "gear", 190, visible=_has_role, shared=True)
