import pytest

from meetings.queries import choices_for, groups_to_write_for
from meetings.reading import read_note
from meetings.reading.groups import find_group
from meetings.reading.organizations import organization_names
from ovp_portal.lib.reading.outline import outline, prepare
from tests.factories.commitments import make_area, make_commitment, make_group, make_membership, make_plan
from tests.factories.meetings import make_coordinator_of
from tests.factories.portal import make_organization, make_user

NAMES = {
    "interior": ("Министерство за внатрешни работи", "МВР"),
    "justice": ("Министерство за правда", "МП"),
    "health": ("Министерство за здравство", "МЗ"),
    "labour": ("Министерство за труд и социјална политика", "МТСП"),
    "gate": ("Светла порта", ""),
    "dawn": ("ЗОРА – Патеки за добар живот Скопје", "ЗОРА"),
}
IN_OTHER_LANGUAGES = {
    "justice": {"name_en": "Ministry of Justice", "name_sq": "Ministria e Drejtësisë", "name_sr_latn": "Ministarstvo pravde"},
    "health": {"name_en": "Ministry of Health", "name_sq": "Ministria e Shëndetësisë", "name_sr_latn": "Ministarstvo zdravlja"},
}  # fmt: skip


class Desk:
    """A coordinator with groups 3.6 and 4.1, whose members' accounts stand for functions."""

    def __init__(self) -> None:
        self.organizations = {
            key: make_organization(name=name, short_name=short, i18n=IN_OTHER_LANGUAGES.get(key, {}))
            for key, (name, short) in NAMES.items()
        }
        plan = make_plan()
        self.group, self.other = (make_group(plan=plan, slug=slug, name=f"Група {slug}") for slug in ("3-6", "4-1"))
        for group, area, number in ((self.group, 3, 6), (self.other, 4, 1)):
            make_commitment(plan=plan, group=group, area=make_area(plan=plan, number=area), number=number)
        interior = self.organizations["interior"]
        self.coordinator = make_coordinator_of(self.group, organization=interior)
        make_membership(group=self.other, user=self.coordinator, role="coordinator", organization=interior)
        self.seats = {}
        for group, keys in ((self.group, ("justice", "health", "gate", "labour")), (self.other, ("justice", "dawn"))):
            for key in keys:
                user = make_user(name=f"Член, {NAMES[key][0]}", organization=self.organizations[key])
                self.seats[group, key] = make_membership(group=group, user=user)

    def groups(self):
        return list(groups_to_write_for(self.coordinator, self.seats[self.group, "justice"].starts_on))

    def found(self, text):
        return find_group(outline(prepare(text)), self.groups())

    def read(self, text, group=None):
        source = prepare(text)
        group = group or self.found(text).group or self.group
        return read_note(source, choices=choices_for(group), names=organization_names())

    def presence(self, reading):
        """Who stands on the list of group 3.6, by organization."""
        keys = {seat.pk: key for (_group, key), seat in self.seats.items()}
        return {keys.get(row.membership, "coordinator"): row.presence for row in reading.draft.members}


@pytest.fixture(scope="module")
def shared_desk(shared_database) -> Desk:
    return Desk()


@pytest.fixture
def desk(db, shared_desk) -> Desk:
    return shared_desk
