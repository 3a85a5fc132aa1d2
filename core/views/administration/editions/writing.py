"""Write the draft: a row, what stands outside the rows, order, what is taken out. Two who write are both shown."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import drafts, editions
from core.actions import editions as verbs
from core.editions import row_of
from core.forms_administration.editions import DropForm
from core.views.acting import place_errors
from core.views.administration import kit
from core.views.administration.editions.ground import EDIT, crumbs_of, find_template, page_of, told, with_seen


@require_http_methods(["GET", "POST"])
def row_add(request, pk):
    """Add a row to the draft."""
    state = find_template(request, pk, EDIT)
    if not state.kind.may_add(state.template):
        raise Http404
    return _row(request, state, None)


@require_http_methods(["GET", "POST"])
def row(request, pk, code):
    """Change a row of the draft."""
    state = find_template(request, pk, EDIT)
    one = row_of(state.working.content, code)
    if one is None:
        raise Http404
    return _row(request, state, one)


def _row(request, state, one):
    """Show and save one row; when somebody else wrote it meanwhile, both are shown and nothing is lost."""
    kind, row = state.kind, state.template
    form_class = kind.row_form(row, state.working.content, one)
    initial = (form_class.initial_of(one) if one else {}) | {"seen": editions.digest(one) if one else ""}
    return _writing(
        request,
        state,
        form_class,
        initial,
        lambda form: verbs.put_row(
            row, by=request.user, code=one["code"] if one else "", values=form.values(), seen=form.cleaned_data["seen"]
        ),
        title=kind.row_title(one) if one else kind.row_name,
        row=one,
        kept=kind.why_kept(row, one) if one else "",
        template="row",
    )


@require_http_methods(["GET", "POST"])
def fields(request, pk):
    """Change what stands outside the rows: a letter's heading and the order of its blocks."""
    state = find_template(request, pk, EDIT)
    content = state.working.content
    form_class = state.kind.fields_form(state.template, content)
    if form_class is None:
        raise Http404
    outside = {key: value for key, value in content.items() if key != "rows"}
    return _writing(
        request,
        state,
        form_class,
        form_class.initial_of(outside) | {"seen": editions.digest(outside)},
        lambda form: verbs.put_fields(
            state.template, by=request.user, values=form.values(), seen=form.cleaned_data["seen"]
        ),
        title=state.kind.fields_label,
        row=None,
        kept="",
        template="fields",
        part=state.kind.fields_template,
    )


def _writing(request, state, form_class, initial, verb, *, template, **context):
    """Show a form of the draft, keep what is typed, and put both texts side by side when two have written."""
    key = request.path
    kept = {} if request.method == "POST" else drafts.initial(request, key)
    shown = initial | {name: value for name, value in kept.items() if name != "seen"}
    data = request.POST or None
    if data and data.get("do") == "both":
        data = _both(data, form_class, initial)
    form = form_class(data, initial=shown)
    theirs: list = []
    if form.is_bound and form.is_valid():
        worked, result = _act(form, verb, initial["seen"])
        if worked:
            drafts.used(request, key)
            messages.success(request, _("Gemt i kladden. Den gælder først, når du udgiver den."))
            return redirect(page_of(state.template.pk))
        theirs = _theirs(form, initial) if result == "stale" else []
    return render(
        request,
        f"core/administration/editions/{template}.html",
        {
            "crumbs": crumbs_of(state),
            "state": state,
            "kind": state.kind,
            "form": form,
            "seen": initial["seen"],
            "theirs": theirs,
            "back": page_of(state.template.pk),
            **context,
        },
        status=409 if theirs else 422 if form.errors else 200,
    )


def _act(form, verb, seen):
    """Write the draft; return (True, None), or (False, "stale") when another wrote meanwhile, or (False, "")."""
    try:
        verb(form)
    except verbs.Stale as stale:
        form.add_error(None, stale.messages[0])
        form.data = with_seen(form.data, seen)
        return False, "stale"
    except ValidationError as problem:
        place_errors(form, problem)
        return False, ""
    return True, None


def _theirs(form, initial):
    """Return [(label, what stands there now, what was typed)] of the fields that differ."""
    found = []
    for field in form.visible_fields():
        now, mine = field.field.prepare_value(initial.get(field.name)), field.value()
        if str(now or "").strip() != str(mine or "").replace("\r\n", "\n").strip():
            found.append((field.label, _spoken(field, now), _spoken(field, mine)))
    return found


def _spoken(field, value):
    """Return a field's value for people."""
    if isinstance(field.field, forms.BooleanField):
        return _("Ja") if value else _("Nej")
    choices = dict(getattr(field.field, "choices", ()))
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(choices.get(one, one)) for one in values if one not in (None, ""))


def _both(data, form_class, initial):
    """Return what was typed with the other's words above mine wherever both wrote running text."""
    joined = data.copy()
    for name, field in form_class(initial=initial).fields.items():
        theirs, mine = str(initial.get(name) or "").strip(), data.get(name, "").replace("\r\n", "\n").strip()
        if isinstance(field.widget, forms.Textarea) and theirs and mine and theirs not in mine:
            joined[name] = f"{theirs}\n\n{mine}" if mine not in theirs else theirs
    return joined


@require_http_methods(["GET", "POST"])
def row_drop(request, pk, code):
    """Ask, and why where a law or the plan asks for it; then take a row out of the draft."""
    state = find_template(request, pk, EDIT)
    one, kind = row_of(state.working.content, code), state.kind
    if one is None:
        raise Http404
    form = DropForm(request.POST or None) if kind.reason_needed(state.template, one) else None
    retires = kind.retires(state.template, one)
    return kit.confirm(
        request,
        lambda values=None: verbs.drop_row(
            state.template, by=request.user, code=code, reason=(values or {}).get("reason", "")
        ),
        question=_("Vil du tage »%(title)s« ud?") % {"title": kind.row_title(one)},
        text=_("Gamle sager viser det stadig. Du kan tage det i brug igen.") if retires else str(kind.note),
        label=_("Tag ud"),
        back=page_of(pk),
        back_label=_("Behold"),
        done=_("Taget ud af kladden. Det gælder først, når du udgiver den."),
        form=form,
    )


@require_POST
def row_place(request, pk, code):
    """Move a row one place, or put a retired one into use again."""
    state = find_template(request, pk, EDIT)
    do = request.POST.get("do")
    if do == "again":
        verbs.use_row_again(state.template, by=request.user, code=code)
    elif do in ("up", "down"):
        told(request, verbs.move_row, state.template, by=request.user, code=code, up=do == "up")
    return redirect(f"{page_of(pk)}#r-{state.kind.anchor(code)}")
