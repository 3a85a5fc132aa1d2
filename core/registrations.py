"""Core's own lines of the permission table, and its subjects. Read once at start-up (core.apps)."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import editions, subjects
from core.models import (
    Absence,
    Alarm,
    Attachment,
    AuditEntry,
    ChainStep,
    GuidancePage,
    Hotline,
    Mail,
    NextOfKin,
    NoticeText,
    Person,
    ReferenceLink,
    ReminderRule,
    RetentionRule,
    Role,
    RoleKind,
    Setting,
    Site,
    Template,
    Unit,
)
from core.permissions import EVERY_ROW, NO_ROW, allow, may_add, reads
from core.subjects import Subject


def holds(*kinds):
    """Return a rule: every row for whoever holds one of the roles anywhere."""
    return lambda person: EVERY_ROW if any(person.standing.has(kind) for kind in kinds) else NO_ROW


def own_part(kind):
    """Return a rule on units: those where the person holds the role, with all below."""

    def where(person):
        below = person.standing.units_below(kind)
        return EVERY_ROW if below is None else below

    return where


def covers_all(person, *kinds):
    """Tell whether the person holds one of the roles for the whole municipality: without a place, or at the tree's top."""
    held = [role for kind in kinds for role in person.standing.held(kind)]
    return any(role.is_everywhere or (not role.site_id and role.unit_path.count("/") == 2) for role in held)


def whole_house(*kinds):
    """Return a rule: every row for whoever holds one of the roles for all of it, and not for a part."""
    return lambda person: EVERY_ROW if covers_all(person, *kinds) else NO_ROW


def own_numbers(person):
    """Return the hotlines that a plan owner's units have instead of the municipality's."""
    below = person.standing.units_below("plan_owner")
    return Q(unit__isnull=False) if below is None else Q(unit__in=Unit.objects.filter(below))


def own_sites(kind, field="pk"):
    """Return a rule on sites (or by `field` on what hangs there): the role's own, those where people of its unit work,
    and those its unit looks after.
    """

    def where(person):
        below = person.standing.units_below(kind)
        if below is None or covers_all(person, kind):
            return EVERY_ROW
        units = Unit.objects.filter(below)
        at_work = Person.objects.filter(unit__in=units, site__isnull=False).order_by()
        kept = Site.objects.filter(unit__in=units).order_by()
        return (
            Q(**{f"{field}__in": person.standing.sites(kind)})
            | Q(**{f"{field}__in": at_work.values("site")})
            | Q(**{f"{field}__in": kept.values("pk")})
        )

    return where


def everyone(person):
    """Let all who work here."""
    return EVERY_ROW


def owned(person):
    """Let whoever holds the role that words a template, for all of the house; SFK is given for a unit and words for all."""
    held = [kind for kind in ("hr", "plan_owner", "communications") if covers_all(person, kind)]
    held += ["consultant"] if person.standing.has("consultant") else []
    return Q(owner_role__in=held) if held else NO_ROW


EMPLOYEE, ADMIN, PLAN_OWNER = _("medarbejder"), _("systemadministrator"), _("ejer af beredskabsplan")
PLAN_OWNER_OF_ALL = _("ejer af hele kommunens beredskabsplan")
LEADER, HR, DPO = _("nærmeste leder"), _("HR-medarbejder"), _("databeskyttelsesrådgiver")

# -- people, units, sites ------------------------------------------------------------------------------------------
reads(Person, "core.view_person")
allow("core.view_person", Person, EMPLOYEE, everyone)
allow("core.change_person", Person, ADMIN, holds("admin"))
allow("core.change_person", Person, HR, holds("hr"))
allow("core.sign_out_person", Person, ADMIN, holds("admin"))
allow("core.view_birth_date", Person, HR, holds("hr"))
allow("core.block_person", Person, ADMIN, holds("admin"))
reads(Unit, "core.view_unit")
allow("core.view_unit", Unit, EMPLOYEE, everyone)
allow("core.change_unit", Unit, ADMIN, holds("admin"))
reads(Site, "core.view_site")
allow("core.view_site", Site, EMPLOYEE, everyone)
allow("core.change_site", Site, ADMIN, holds("admin"))
allow("core.change_site", Site, PLAN_OWNER, own_sites("plan_owner"))
allow("core.change_alarm", Alarm, ADMIN, holds("admin"))
allow("core.change_alarm", Alarm, PLAN_OWNER, own_sites("plan_owner", "site"))
reads(Alarm, "core.view_alarm")
allow("core.view_alarm", Alarm, EMPLOYEE, everyone)
allow(
    "core.test_alarm", Alarm, _("AMR på arbejdsstedet"), lambda person: Q(site__in=person.standing.sites("safety_rep"))
)
allow(
    "core.test_alarm",
    Alarm,
    _("servicemedarbejder på arbejdsstedet"),
    lambda person: Q(site__in=person.standing.sites("service")),
)
allow("core.test_alarm", Alarm, PLAN_OWNER, own_sites("plan_owner", "site"))
allow("core.import_directory", Unit, ADMIN, holds("admin"))
allow("core.check_contacts", Unit, PLAN_OWNER, own_part("plan_owner"))
allow("core.check_contacts", Unit, ADMIN, holds("admin"))

# -- roles, absence, chain -----------------------------------------------------------------------------------------
reads(Role, "core.view_role")
allow("core.view_role", Role, EMPLOYEE, everyone)
allow("core.change_role", Role, ADMIN, holds("admin"))
reads(Absence, "core.view_absence")
allow("core.view_absence", Absence, _("dig selv"), lambda person: Q(person=person) | Q(deputy=person))
allow(
    "core.view_absence",
    Absence,
    LEADER,
    lambda person: Q(person__unit__in=person.standing.care | person.standing.second),
)
allow("core.view_absence", Absence, ADMIN, holds("admin"))
allow("core.change_absence", Absence, _("dig selv"), lambda person: Q(person=person))
allow(
    "core.change_absence",
    Absence,
    LEADER,
    lambda person: Q(person__unit__in=person.standing.care | person.standing.second),
)
allow("core.change_absence", Absence, ADMIN, holds("admin"))
allow("core.register_absence", Person, _("dig selv"), lambda person: Q(pk=person.pk))
allow("core.register_absence", Person, LEADER, lambda person: Q(unit__in=person.standing.care | person.standing.second))
allow("core.register_absence", Person, ADMIN, holds("admin"))
reads(ChainStep, "core.view_chain")
allow("core.view_chain", ChainStep, EMPLOYEE, everyone)
allow("core.change_chain", Unit, PLAN_OWNER, own_part("plan_owner"))
allow("core.change_chain", Unit, ADMIN, holds("admin"))
allow("core.change_chain", Unit, LEADER, lambda person: Q(pk__in=person.standing.care))

# -- reference data ------------------------------------------------------------------------------------------------
for model, name in ((Hotline, "hotline"), (GuidancePage, "guidance"), (ReferenceLink, "link")):
    reads(model, f"core.view_{name}")
    allow(f"core.view_{name}", model, EMPLOYEE, everyone)
    allow(f"core.change_{name}", model, PLAN_OWNER_OF_ALL, whole_house("plan_owner"))
    allow(f"core.change_{name}", model, ADMIN, holds("admin"))
allow("core.change_hotline", Hotline, PLAN_OWNER, own_numbers)
reads(Setting, "core.view_setting")
for kinds, who in ((("admin",), ADMIN), (("plan_owner",), PLAN_OWNER), (("hr",), HR)):
    allow("core.view_setting", Setting, who, holds(*kinds))
    allow("core.view_rule", ReminderRule, who, holds(*kinds))
allow("core.change_setting", Setting, ADMIN, holds("admin"))
allow("core.change_setting", Setting, PLAN_OWNER_OF_ALL, whole_house("plan_owner"))
reads(ReminderRule, "core.view_rule")
allow("core.change_rule", ReminderRule, ADMIN, holds("admin"))
allow("core.change_rule", ReminderRule, PLAN_OWNER_OF_ALL, whole_house("plan_owner"))
# what holds for a unit and all below it
for action in ("core.change_unit_setting", "core.change_unit_rule", "core.change_unit_hotline", "core.add_unit_site"):
    allow(action, Unit, ADMIN, holds("admin"))
    allow(action, Unit, PLAN_OWNER, own_part("plan_owner"))
reads(NoticeText, "core.view_notice_text")
for action in ("core.view_notice_text", "core.change_notice_text"):
    allow(action, NoticeText, ADMIN, holds("admin"))
    allow(action, NoticeText, PLAN_OWNER_OF_ALL, whole_house("plan_owner"))

# -- templates and lists: everybody reads, the owner words, the administrator says who owns --------------------------
reads(Template, "core.view_template")
allow("core.view_template", Template, EMPLOYEE, everyone)
allow("core.edit_template", Template, _("skabelonens ejer"), owned)
allow("core.own_template", Template, ADMIN, holds("admin"))

# -- sensitive and technical ---------------------------------------------------------------------------------------
reads(NextOfKin, "core.view_own_next_of_kin")
allow("core.view_own_next_of_kin", NextOfKin, _("dig selv"), lambda person: Q(person=person))
allow("core.change_next_of_kin", NextOfKin, _("dig selv"), lambda person: Q(person=person))
reads(AuditEntry, "core.read_audit")
allow("core.read_audit", AuditEntry, DPO, holds("data_protection"))
allow("core.read_audit", AuditEntry, _("revisor"), holds("auditor"))
reads(Mail, "core.view_own_mail")
allow("core.view_own_mail", Mail, _("modtageren"), lambda person: Q(receiver=person))
allow("core.view_outbox", Mail, ADMIN, holds("admin"))
allow("core.release_mail", Mail, ADMIN, holds("admin"))
for action in ("core.search_audit", "core.export_audit", "core.verify_audit", "core.report_insight"):
    allow(action, Person, DPO, holds("data_protection"))
    allow(action, Person, _("revisor"), holds("auditor"))
reads(RetentionRule, "core.see_retention")
allow("core.see_retention", RetentionRule, DPO, holds("data_protection"))
allow("core.see_retention", RetentionRule, ADMIN, holds("admin"))
allow("core.see_retention", RetentionRule, HR, whole_house("hr"))
allow("core.see_what_goes", RetentionRule, DPO, holds("data_protection"))  # the rows, not only how many
allow("core.see_what_goes", RetentionRule, HR, whole_house("hr"))
allow("core.change_retention", RetentionRule, ADMIN, holds("admin"))
allow("core.place_hold", RetentionRule, HR, whole_house("hr"))
allow("core.own_attachment", Attachment, _("den, der har vedhæftet"), lambda person: Q(uploaded_by=person))

# -- subjects ------------------------------------------------------------------------------------------------------
subjects.register(
    Subject(
        "core.person", _("person"), lambda p: p.name, lambda p: reverse("core:person", args=[p.pk]), "core.view_person"
    )
)
subjects.register(
    Subject(
        "core.site", _("arbejdssted"), lambda s: s.name, lambda s: reverse("core:site", args=[s.pk]), "core.view_site"
    )
)
subjects.register(
    Subject("core.unit", _("afdeling"), lambda u: u.name, lambda u: reverse("core:unit", args=[u.pk]), "core.view_unit")
)
subjects.register(
    Subject(
        "core.alarm",
        _("alarm"),
        lambda a: str(_("Alarm")),
        lambda a: reverse("core:site", args=[a.site_id]),
        "core.view_alarm",
    )
)
subjects.register(
    Subject(
        "core.template",
        _("skabelon"),
        lambda t: editions.kind_of(t).title(t),
        lambda t: reverse("core:settings_template", args=[t.pk]),
        "core.view_template",
    )
)


@editions.elsewhere
def advice_worded_here(person):
    """Tell the overview of templates where pages of advice and mails are worded."""
    if not may_add(person, "core.change_guidance"):
        return []
    owner = str(RoleKind.PLAN_OWNER.label)
    return [
        editions.Line(str(_("Råd og vejledninger")), reverse("core:settings_guidance"), owner),
        editions.Line(str(_("Tekster i mails")), reverse("core:settings_notices"), owner),
    ]
