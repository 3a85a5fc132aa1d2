"""Tags that never change are rendered once a process; whatever depends on the page or the person is not."""

import pytest
from django.template import Context, engines
from django.urls import NoReverseMatch, reverse

from core.templatetags.constant import Constant

urlpatterns: list = []  # a house without a single address


def template(text):
    """Return a template as the product loads it."""
    return engines["django"].from_string(text).template


def kept(text):
    """Return the tags of a template that are rendered once."""
    return [node for node in template(text).nodelist if isinstance(node, Constant)]


@pytest.mark.parametrize(
    "text",
    [
        '{% translate "Søg" %}',
        '{% icon "search" %}',
        "{% static 'css/base.css' %}",
        "{% url 'core:desk' %}",
        "{% url_or 'core:desk' '/' %}",
        "{% blocktranslate trimmed %}Tag fx et skærmbillede.{% endblocktranslate %}",
    ],
)
def test_a_tag_with_nothing_but_literals_is_kept_and_says_the_same_each_time(text):
    page, fresh = template(text), template(text)
    assert len(kept(text)) == 1
    assert page.render(Context()) == page.render(Context({"x": 1})) == fresh.render(Context()) != ""


@pytest.mark.parametrize(
    "text",
    [
        "{% translate word %}",
        '{% translate "Søg" as word %}{{ word }}',
        "{% icon item.icon %}",
        "{% url 'core:person' pk %}",
        "{% blocktranslate with name=name %}Hej {{ name }}{% endblocktranslate %}",
        "{% blocktranslate trimmed %}Hej {{ name }}{% endblocktranslate %}",
    ],
)
def test_a_tag_that_depends_on_the_page_is_rendered_each_time(text):
    assert kept(text) == []


def test_nothing_spoken_is_kept_once_the_product_speaks_two_languages(settings):
    settings.LANGUAGES = [("da", "Dansk"), ("en", "English")]
    assert kept('{% translate "Søg" %}') == []
    assert len(kept("{% static 'css/base.css' %}")) == 1


def test_other_addresses_are_not_answered_from_what_was_kept(settings):
    page = template("{% url_or 'core:desk' '/nowhere/' %}")
    assert page.render(Context()) == "/"
    settings.ROOT_URLCONF = __name__
    assert page.render(Context()) == "/nowhere/"


@pytest.mark.parametrize("given", [7, 7654321, "7", -1, "", None, 7.5, True])
def test_the_address_of_a_row_is_the_one_that_django_finds_whatever_stands_there(given):
    def said(text, **context):
        try:
            return template(text).render(Context(context))
        except NoReverseMatch:
            return "none"

    tag = '<a href="{% url "med:body" one.pk %}">'
    for one in (3, given, given):  # the first is kept
        known = said('{% url "med:body" one.pk as found %}<a href="{{ found }}">', one={"pk": one})
        assert said(tag, one={"pk": one}) == (known if 'href=""' not in known else "none")
    page = template(tag)
    assert [page.render(Context({"one": {"pk": n}})) for n in (1, 2)] == [
        f'<a href="{reverse("med:body", args=[n])}">' for n in (1, 2)
    ]
