"""Charts carry their title, hide what is hidden, and stay within their picture whatever the numbers are."""

import re
from xml.etree import ElementTree

import pytest

from core.charts import bar_chart, column_chart


def parsed(chart, place=0):
    """Return the drawing for a desk; the second one is that for a phone."""
    return ElementTree.fromstring(str(chart))[place]


def widths(chart, kind="a", what="width"):
    return [float(bar.get(what)) for bar in parsed(chart).iter("rect") if bar.get("class") == kind]


def test_the_title_is_read_aloud_and_the_picture_is_one_picture():
    chart = parsed(bar_chart([("Vold", 3)], title="Hændelser i år"))
    assert (chart.get("role"), chart.get("aria-label")) == ("img", "Hændelser i år")
    assert chart.find("title").text == "Hændelser i år"


def test_bars_are_as_long_as_their_numbers_say():
    assert widths(bar_chart([("A", 10), ("B", 5), ("C", 0)], title="t")) == [340.0, 170.0, 0.0]


def test_a_hidden_number_is_drawn_as_nothing_and_said():
    chart = bar_chart([("A", 10), ("B", None)], title="t")
    assert widths(chart) == [340.0, 0.0] and "vises ikke" in chart
    columns = column_chart(["jan.", "feb."], [("A", [None, 8])], title="t")
    assert widths(columns, what="height")[0] == 0.0 and "–" in columns


@pytest.mark.parametrize("rows", [[], [("A", 0)], [("A", None), ("B", 1)]])
def test_without_numbers_there_is_still_a_picture(rows):
    assert parsed(bar_chart(rows, title="t")).tag == "svg"
    assert parsed(column_chart([label for label, _n in rows], [("A", [n for _l, n in rows])], title="t")).tag == "svg"


def test_where_every_number_is_hidden_it_is_said_instead_of_drawn():
    for chart in (
        bar_chart([("A", None), ("B", 0)], title="t"),
        column_chart(["a"], [("I år", [None]), ("Før", [None])], title="t"),
    ):
        assert "<svg" not in chart and "ingen kan genkendes" in chart


def test_on_a_phone_each_label_has_its_own_line_and_the_letters_of_the_page():
    chart = column_chart(
        ["1. kvartal", "2. kvartal"], [("I år", [4, None]), ("Sidste år", [2, 1])], title="t", width=760
    )
    drawing = parsed(chart, 1)
    assert drawing.get("viewBox").split()[2] == "320" and drawing.get("aria-label") == "t"
    texts = [text.text for text in drawing.iter("text")]
    assert texts == ["I år", "Sidste år", "1. kvartal", "4", "2", "2. kvartal", "vises ikke", "1"]
    lines = [float(text.get("y")) for text in drawing.iter("text")]
    assert lines == sorted(lines) and lines[-1] < float(drawing.get("viewBox").split()[3])


@pytest.mark.parametrize("top", [1, 4, 5, 7, 23, 100, 999, 4_321, 25_000, 400_000])
def test_columns_stay_between_axis_and_top_with_few_lines(top):
    chart = column_chart(["a", "b"], [("A", [top, 1])], title="t")
    for bar in parsed(chart).iter("rect"):
        assert float(bar.get("y")) >= 33 and float(bar.get("height")) >= 0
    assert 2 <= len(list(parsed(chart).iter("line"))) <= 7


def test_series_have_colours_of_their_own_and_a_key():
    chart = column_chart(["a"], [("I år", [1]), ("Sidste år", [2])], title="t")
    assert {bar.get("class") for bar in parsed(chart).iter("rect")} == {"a", "b"}
    assert "I år" in chart and "Sidste år" in chart
    assert "I år" not in column_chart(["a"], [("I år", [1])], title="t")


def test_no_colour_and_no_style_stands_in_the_picture():
    chart = column_chart(["a"], [("A", [1])], title="t") + bar_chart([("A", 1)], title="t")
    assert not re.search(r"style=|fill=|#[0-9a-f]{3}", chart)


def test_hostile_words_are_words():
    chart = bar_chart([("<script>alert(1)</script>", 1)], title='"><svg onload=x>')
    assert (
        "<script" not in chart
        and [one.tag for one in parsed(chart).iter()].count("svg") == 1
        and parsed(chart).tag == "svg"
    )


def test_decimals_are_danish():
    assert ">2,5<" in bar_chart([("A", 2.5)], title="t")


def test_on_paper_the_picture_carries_its_colours():
    from core import pdf

    dressed = pdf._dressed(str(column_chart(["a"], [("I år", [1])], title="t")))
    assert dressed.count("<svg") == 1, "the drawing for phones is not for paper"
    assert re.search(r"<svg class=\"chart\"[^>]*><style>.*\.a \{ fill: #0d4a5d; \}", dressed)
