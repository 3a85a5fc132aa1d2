"""The newer version of a course's template: what it would change in checklist, schedule and status meetings."""

from django.utils.translation import gettext as _

from core import calendar, todos
from onboarding.actions import building, inviting, moving
from onboarding.actions.courses import template_of
from onboarding.actions.ground import People
from onboarding.actions.renewal.newest import newest_versions
from onboarding.actions.renewal.part import Part, still
from onboarding.actions.renewal.plain import plain_part
from onboarding.rules import templates
from onboarding.rules.planner import monday_of, plan

CATCHING_UP = 5  # working days to do a new line of the checklist whose phase is over
TIMES = {"day", "until", "clock", "every", "is_latest", "block"}


class Offer:
    """The newer version of a course's template, part by part. Reads; writes nothing."""

    def __init__(self, course):
        self.course, self.today, self.now = course, calendar.today(), calendar.now()
        self.versions, self.is_newer = newest_versions(course)
        self.key = "-".join(str(version.pk) for version in self.versions)  # what was looked at
        old = template_of(course.versions.select_related("pack").order_by("pack__order", "pack"))
        new = template_of(self.versions)
        self.found = templates.difference(old, new) if self.is_newer else {}
        self.before, self.after = (plan(course.start_on, course.weekdays, one, course.length) for one in (old, new))
        self.people = People(course)
        self.parts = []
        own = {"items": self._items, "rows": self._rows, "meetings": self._meetings}
        for name in templates.LISTS:
            if name in self.found:
                part = own[name]() if name in own else plain_part(course, name, self.found[name])
                if part.changes_something or part.stay:
                    self.parts.append(part)

    # -- the checklist -------------------------------------------------------------------------------------------------
    def _items(self):
        """Return what changes in the checklist; only what waits is touched."""
        part, (added, removed, changed) = Part("items"), self.found["items"]
        here = {}
        for item in self.course.items.exclude(code="").select_related("todo", "named"):
            if item.code not in here or (item.todo and item.todo.state in ("open", "done")):
                here[item.code] = item
        state = {code: item.todo.state if item.todo else "" for code, item in here.items()}
        for line in added:
            if state.get(line["code"]) in ("open", "done"):
                part.stay.append((line, _("Står på listen allerede.")))
            else:
                part.add.append(line)
                part.when[line["code"]] = self._due(line)
        part.drop = [line for line in removed if state.get(line["code"]) == "open"]
        part.stay += [(line, _("Er udført.")) for line in removed if state.get(line["code"]) == "done"]
        work = []
        for old, line in changed:
            item = here.get(line["code"])
            if state.get(line["code"]) == "done":
                part.stay.append((old, _("Er udført.")))
            elif state.get(line["code"]) == "open":
                values = still(item, *(_of_item(one) for one in (old, line)))
                if "phase" in values and not item.due_by_hand:
                    values["due_on"] = part.when[line["code"]] = self._due(line)
                if values:
                    part.change.append((old, line))
                    work.append((item, values))
        gone = [here[line["code"]] for line in part.drop]
        part.act = lambda by: self._renew_items(part.add, gone, work, by)
        return part

    def _due(self, line):
        """Return the day a line of the checklist is due: a few days from now when its phase is over."""
        due = self.after.deadlines[line["phase"]]
        return due if due >= self.today else calendar.add_working_days(self.today, CATCHING_UP)

    def _renew_items(self, added, gone, changed, by):
        """Add, take out and change lines of the checklist, with their to-dos."""
        top = self.course.items.order_by("-number").values_list("number", flat=True).first() or 0
        late = calendar.add_working_days(self.today, CATCHING_UP)
        building.build_items(self.course, added, self.after, self.people, by=by, after=top, late=late)
        for item in gone:
            todos.mark_not_relevant(item.todo, by=by, reason=_("Skabelonen er ændret, og punktet er taget ud af den."))
        for item, values in changed:
            for name, value in values.items():
                setattr(item, name, value)
            self.people.fill(item)
            item.save()
            item.todo_code, item.why = item.todo.code, self.after.reasons["deadlines"][item.phase]
            spec = building.item_spec(self.course, item, self.after.first_day)
            todos.rewrite(
                item.todo,
                by=by,
                title=item.title,
                owner=item.owner,
                due_at=spec.due_at,
                opened_at=min(spec.opened_at, item.todo.opened_at),
                event_at=spec.event_at,
                link=spec.link,
                button=str(spec.button),
                reasons=spec.reasons,
            )

    # -- the schedule --------------------------------------------------------------------------------------------------
    def _rows(self):
        """Return what changes in the schedule; what is past or was moved by hand stays."""
        part, (added, removed, changed) = Part("rows"), self.found["rows"]
        before, after = ({one.code: one for one in made.schedule} for made in (self.before, self.after))
        here = {row.code: row for row in self.course.rows.kept().exclude(code="").select_related("named", "todo")}
        for line in added:
            one = after[line["code"]]
            if line["code"] in here:
                part.stay.append((line, _("Står i skemaet allerede.")))
            elif (one.until or one.day) and (one.until or one.day) < self.today:
                part.stay.append((line, _("Kommer ikke med, for dagen er gået.")))
            else:
                part.add.append(line)
                part.when[line["code"]] = one.day
        for line in removed:
            if row := here.get(line["code"]):
                why = self._why_stays(row)
                part.stay += [(line, why)] if why else []
                part.drop += [] if why else [line]
        work = []
        for old, line in changed:
            row = here.get(line["code"])
            if row is None:
                continue
            if self._is_past(row):
                part.stay.append((old, _("Dagen er gået.")))
                continue
            values = still(row, _of_row(before[line["code"]]), _of_row(after[line["code"]]))
            if row.moved_by_hand:
                values = {name: value for name, value in values.items() if name not in TIMES}
            if values:
                part.change.append((old, line))
                work.append((row, values, after[line["code"]]))
                if "day" in values:
                    part.when[line["code"]] = values["day"]
            else:
                part.stay.append((old, _("Er flyttet eller rettet her.")))
        fresh = [after[line["code"]] for line in part.add]
        gone = [here[line["code"]] for line in part.drop]
        part.act = lambda by: self._renew_rows(fresh, gone, work, by)
        return part

    def _is_past(self, row):
        """Tell whether a row's last day is over."""
        last = row.until or row.day
        return last is not None and last < self.today

    def _why_stays(self, row):
        """Return why a row that the template no longer has stays, or an empty text."""
        if self._is_past(row):
            return _("Dagen er gået.")
        return _("Er flyttet eller rettet her.") if row.moved_by_hand else ""

    def _renew_rows(self, fresh, gone, changed, by):
        """Add, take out and change rows of the schedule."""
        last = self.course.rows.order_by("-number").values_list("number", flat=True).first() or 0
        building.build_rows(self.course, fresh, self.people, after=last)
        for row in gone:
            row.dropped_at, row.dropped_reason = self.now, _("Taget ud af skabelonen.")
            row.save(update_fields=["dropped_at", "dropped_reason"])
            if row.todo:
                inviting.close_question(row.todo, by=by)
        for row, values, one in changed:
            for name, value in values.items():
                setattr(row, name, value)
            if TIMES & set(values):
                row.reasons = [str(reason) for reason in one.reasons]
                row.confirmed_at = row.confirmed_by = None
            self.people.fill(row)
            row.save()
        moving.move_fixed(self.course, self.after, by)

    # -- status meetings -----------------------------------------------------------------------------------------------
    def _meetings(self):
        """Return which meetings ahead move, come or are called off by the new rule; what was stepped down stays so."""
        added, removed, changed = self.found["meetings"]
        part = Part("meetings", add=added, drop=removed, change=changed)
        rules = [*added, *removed, *(line for pair in changed for line in pair)]
        for series in dict.fromkeys(line["series"] for line in rules):
            known = set(_slots(one for one in self.before.meetings if one.series == series))
            wanted = _slots(
                one
                for one in self.after.meetings
                if one.series == series and one.clock and calendar.at(one.day, one.clock) > self.now
            )
            waiting = self.course.meetings.waiting().filter(series=series, starts_at__gt=self.now, moved_by_hand=False)
            for slot, meeting in _slots(waiting.order_by("starts_at")).items():
                one = wanted.pop(slot, None)
                moment = calendar.at(one.day, one.clock) if one else None
                if one is None or (moment, one.minutes or 30) != (meeting.starts_at, meeting.minutes):
                    meeting.minutes = (one.minutes or 30) if one else meeting.minutes
                    part.moves.append((meeting, meeting.starts_at, moment))
            part.more += [one for slot, one in wanted.items() if slot not in known]
        part.act = lambda by: self._renew_meetings(part, by)
        return part

    def _renew_meetings(self, part, by):
        """Move, call off and add status meetings."""
        moving.move_meetings(self.course, part.moves, by)
        moving.add_meetings(self.course, part.more, by)


def _of_item(line):
    """Return what a template's line says about an item of the checklist."""
    return {
        "title": line["title"],
        "phase": line["phase"],
        "roles": line["roles"],
        "kind": line.get("kind", "simple"),
        "page": line.get("page", ""),
        "follows": line.get("follows", ""),
    }


def _of_row(one):
    """Return what a Planned row says about a row of the schedule."""
    return {
        "topic": one.topic,
        "roles": list(one.roles),
        "block": one.block,
        "day": one.day,
        "until": one.until,
        "clock": one.clock,
        "minutes": one.minutes,
        "every": one.every,
        "is_latest": one.latest,
        "meeting": bool(one.source.get("meeting")),
    }


def _slots(meetings):
    """Return {(Monday of the week, place in it): meeting} of meetings in their order."""
    found: dict = {}
    for one in meetings:
        monday = monday_of(one.day if hasattr(one, "day") else calendar.local_date(one.starts_at))
        found[monday, sum(key[0] == monday for key in found)] = one
    return found
