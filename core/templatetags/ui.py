"""The product's own template tags: icons, dates, badges, clocks. Loaded into every template (docs/pages.md)."""

import re
from functools import cache, lru_cache

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core import calendar, cast, drafts, texts
from core.form_rendering import choices

register = template.Library()

STATE_ICONS = {"run": "run", "wait": "wait", "done": "check", "late": "error", "draft": "edit"}
NOTICE_ICONS = {"info": "info", "warn": "warn", "bad": "error", "ok": "check", "plain": "lock"}
MESSAGE_KINDS = {"debug": "plain", "info": "info", "success": "ok", "warning": "warn", "error": "bad"}
CATEGORY_WORDS = {
    "A": gettext_lazy("Vold, trusler eller hærværk"),
    "B": gettext_lazy("Højlydt eller provokerende opførsel"),
    "C": gettext_lazy("Chikane på nettet eller i beskeder"),
}
SOON_SHARE = 25  # percent of the time left when a clock turns amber …
SOON_HOURS = 8  # … or this few hours, whatever the share


# --- Icons --------------------------------------------------------------------------------------------------------
@cache
def _sprite():
    """Return the address of the icons' file, looked up once a process."""
    return static("icons/icons.svg")


@lru_cache(maxsize=512)
def _icon(sprite, name, css_class, title):
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise template.TemplateSyntaxError(f"Not an icon's name: {name!r}")
    spoken = format_html('role="img" aria-label="{}"', title) if title else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" {}><use href="{}#i-{}"></use></svg>', css_class and f" {css_class}", spoken, sprite, name
    )


@register.simple_tag
def icon(name, css_class="", title=""):
    """Return the icon `name` of static/icons/icons.svg; silent to screen readers unless it has a `title`."""
    return _icon(_sprite(), name, css_class, str(title))


# --- Dates and numbers --------------------------------------------------------------------------------------------
def _speaks(name):
    """Make a filter of a calendar function: nothing in, nothing out."""
    return lambda value: "" if value in (None, "") else getattr(calendar, name)(value)


for _name in ("long_date", "short_date", "clock", "long_moment", "week_label"):
    register.filter(_name, _speaks(_name))


@register.filter
def near_moment(moment):
    """Say a moment as seen from now: »i dag kl. 13.20«."""
    return "" if moment in (None, "") else calendar.near_moment(moment, calendar.now())


@register.filter
def row_moment(moment):
    """Say a moment where there is room for few words: near ones as people do, the rest as a short date."""
    near = near_moment(moment)
    return calendar.short_date(moment) if " den " in near else near


@register.filter
def time_left(until):
    """Say how long there is to a moment, or how long it is over."""
    return "" if until in (None, "") else calendar.time_left(until, calendar.now())


@register.simple_tag(name="file_size")
@register.filter(name="file_size")
def file_size(size):
    """Write a number of bytes as people do: »412 kB«, »1,2 MB«."""
    size = int(size or 0)
    if size < 1000:
        return _("%(n)s byte") % {"n": size}
    if size < 1_000_000:
        return f"{round(size / 1000)} kB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


# --- People, states, categories -----------------------------------------------------------------------------------
@register.filter
def initials(person):
    """Return up to two letters for a person or a name: first of the first word, first of the last."""
    chosen = getattr(person, "initials", "")
    if isinstance(chosen, str) and chosen:
        return chosen[:3].upper()
    words = [word for word in str(person or "").split() if word[:1].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "–"


@register.simple_tag
def face(person, small=False):
    """Return the disc with a person's initials; the name must stand beside it."""
    return format_html(
        '<span class="face{}" aria-hidden="true">{}</span>', " face-s" if small else "", initials(person)
    )


@register.simple_tag
def state_badge(label, kind="run", icon_name=""):
    """Return a pill with icon and word. `kind`: run, wait, done, late or draft."""
    if not label:
        return ""
    return format_html('<span class="state state-{}">{}{}</span>', kind, icon(icon_name or STATE_ICONS[kind]), label)


@register.simple_tag
def category(letter):
    """Return the badge of category A, B or C: a letter in its own shape, and the plain words."""
    if letter not in CATEGORY_WORDS:
        return ""
    return format_html(
        '<span class="cat cat-{}"><i aria-hidden="true">{}</i><span><span class="sr">{} </span>{}</span></span>',
        letter.lower(),
        letter,
        _("Kategori %(letter)s:") % {"letter": letter},
        CATEGORY_WORDS[letter],
    )


# --- Time left ----------------------------------------------------------------------------------------------------
def urgency(start, until, at):
    """Return "late", "soon" or "" and the share of time left (0–100)."""
    if until <= at:
        return "late", 100
    share = round(calendar.left_share(start, until, at)) if start else 100
    share = min(100, max(1, share))
    soon = share <= SOON_SHARE if start else False
    return ("soon" if soon or (until - at).total_seconds() < SOON_HOURS * 3600 else ""), share


@register.simple_tag
def clock_arc(start, until, small=False, prefix=""):
    """Return the shrinking arc and its words. `start` may be None; `prefix` comes before the exact moment (»til«)."""
    if not until:
        return ""
    at = calendar.now()
    kind, share = urgency(start, until, at)
    classes = "clock" + (f" clock-{kind}" if kind else "") + (" clock-s" if small else "")
    exact = calendar.near_moment(until, at)
    before = _("frist") if kind == "late" else prefix
    return format_html(
        '<span class="{}"><svg viewBox="0 0 40 40" aria-hidden="true"><circle cx="20" cy="20" r="16"/>'
        '<circle class="arc" cx="20" cy="20" r="16" pathLength="100" stroke-dasharray="{} 100"/></svg>'
        "<span><b>{}</b> {}</span></span>",
        classes,
        share,
        calendar.time_left(until, at),
        f"{before} {exact}" if before else exact,
    )


@register.filter
def due_kind(until):
    """Return "late", "soon" (today, or within hours) or "" for a row with this deadline."""
    if not until:
        return ""
    at = calendar.now()
    kind, _share = urgency(None, until, at)
    return kind or ("soon" if calendar.short_date(until) == calendar.short_date(at) else "")


# --- Small parts --------------------------------------------------------------------------------------------------
@register.inclusion_tag("ui/_why.html")
def why(reasons, label=""):
    """Show the reasons of a computed answer behind »Hvorfor?«.

    `reasons`: a text, or a list of texts or of dicts with "text" (or "rule") and perhaps "source", "valid_from",
    "valid_to".
    """
    if isinstance(reasons, (str, dict)) or not hasattr(reasons, "__iter__"):
        reasons = [reasons] if reasons else []
    rows = []
    for reason in reasons:
        if isinstance(reason, dict):
            rows.append({**reason, "text": reason.get("text") or reason.get("rule", "")})
        else:
            rows.append({"text": str(reason)})
    return {"reasons": rows, "label": label or _("Hvorfor?")}


@register.inclusion_tag("ui/_empty.html")
def empty(text, url="", label="", title="", icon_name=""):
    """Show one kind sentence where a list is empty, with one button if there is something to do."""
    return {"text": text, "url": url, "label": label, "title": title, "icon_name": icon_name}


@register.simple_block_tag
def notice(content, kind="info", icon_name="", title=""):
    """Wrap content in a notice. `kind`: info, warn, bad, ok or plain."""
    head = format_html("<h3>{}</h3>", title) if title else ""
    return format_html(
        '<div class="notice notice-{}">{}<div>{}{}</div></div>',
        kind,
        icon(icon_name or NOTICE_ICONS[kind]),
        head,
        content,
    )


@register.filter
def message_kind(message):
    """Return the kind of notice for one of Django's messages."""
    return MESSAGE_KINDS.get(message.level_tag, "info")


@register.filter
def notice_icon(kind):
    """Return the icon's name for a kind of notice."""
    return NOTICE_ICONS.get(kind, "info")


# --- Lists: sorting and paging keep the rest of the address --------------------------------------------------------
def _address(request, **changes):
    query = request.GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = value
    encoded = query.urlencode()
    return f"?{encoded}" if encoded else request.path


@register.simple_tag(takes_context=True)
def query(context, **changes):
    """Return this page's address with some parameters changed; an empty value takes one away."""
    return _address(context["request"], **changes)


@register.simple_tag(takes_context=True)
def sort_heading(context, field, label, default="", css_class="", parameter="sort"):
    """Return a table heading that sorts by `field`; `default` is the list's order when the address names none."""
    request = context["request"]
    now = request.GET.get(parameter, default)
    ascending, descending = now == field, now == f"-{field}"
    target = f"-{field}" if ascending else field
    spoken = "ascending" if ascending else "descending" if descending else "none"
    arrow = format_html(" {}", icon("up" if ascending else "down")) if ascending or descending else ""
    return format_html(
        '<th scope="col" aria-sort="{}"{}><a href="{}">{}{}</a></th>',
        spoken,
        format_html(' class="{}"', css_class) if css_class else "",
        _address(request, **{parameter: target, "page": None}),
        label,
        arrow,
    )


@register.inclusion_tag("ui/_pages.html", takes_context=True)
def paginate(context, page, parameter="page"):
    """Show which rows of how many, and links to the other pages. `page`: a Page of Django's Paginator."""
    request = context["request"]
    numbers = [
        {
            "number": number,
            "gap": not isinstance(number, int),
            "current": number == page.number,
            "url": _address(request, **{parameter: number if number != 1 else None}),
        }
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "page": page,
        "numbers": numbers,
        "before": _address(request, **{parameter: page.previous_page_number()}) if page.has_previous() else "",
        "after": _address(request, **{parameter: page.next_page_number()}) if page.has_next() else "",
    }


# --- Forms (used by templates/bootstrap5) --------------------------------------------------------------------------
register.simple_tag(choices)


@register.filter
def control_id(field):
    """Return the id of the control that an error should lead to: the first choice of a group, else the field itself."""
    return field.id_for_label or (f"{field.auto_id}_0" if field.auto_id else "")


@register.filter
def optional_word(field):
    """Return the word in brackets after a label, nothing for required fields; a field may set its own."""
    own = getattr(field.field, "optional_word", None)
    if own is not None:
        return own
    return "" if field.field.required or field.field.disabled else pgettext_lazy("field", "valgfrit")


@register.filter
def error_list(form):
    """Return (control id, label with its colon, error) for every error of a form, in the order of its fields.

    The first time only: a page may put the summary above its form, and crispy puts the same one inside it.
    """
    if getattr(form, "errors_are_told", False):
        return []
    form.errors_are_told = form.is_bound
    rows = [("", "", error) for error in form.non_field_errors()]
    for field in form:
        label = "" if field.is_hidden else str(field.label or "")
        label = label if label.endswith(("?", ".", ":")) or not label else f"{label}:"
        rows += [("" if field.is_hidden else control_id(field), label, error) for error in field.errors]
    return rows


@register.simple_tag
def url_or(name, fallback="#"):
    """Return the address of a page without arguments, or `fallback` where it isn't part of this installation."""
    from django.urls import NoReverseMatch

    try:
        return reverse(name)
    except NoReverseMatch:
        return fallback


@register.simple_tag
def joined(*parts, separator=" · "):
    """Join the parts that hold something: »Rådgiver · Børnemyndighed«."""
    return format_html_join(separator, "{}", ((part,) for part in parts if part))


@register.filter
def at(sequence, index):
    """Return the item at `index`, or nothing."""
    try:
        return sequence[int(index)]
    except (IndexError, TypeError, ValueError):
        return ""


@register.simple_tag
def ready(name, key, **values):
    """Return one of the product's ready texts, such as {% ready "help_now" "top_safety" %}."""
    return texts.text(name, key, **values)


@register.simple_tag
def demo_cast():
    """Return the demo's people in groups; empty outside the demo."""
    return cast.groups()


@register.simple_tag(takes_context=True)
def draft_attributes(context, key=""):
    """Return the attributes that make a form save itself; write {% draft_token key %} inside the form as well."""
    return format_html('data-draft="{}" data-draft-url="{}"', key or context["request"].path, reverse("core:draft"))


@register.simple_tag(takes_context=True)
def draft_token(context, key=""):
    """Return the hidden field that lets the text be kept also when the session has ended, and the line that says it is saved."""
    request = context["request"]
    return format_html(
        '<input type="hidden" name="draft_token" value="{}"><span class="saved" role="status" data-draft-status></span>',
        drafts.token(request.user, key or request.path),
    )
