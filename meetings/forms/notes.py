"""The parts of a note's form that are there once: when and how, purpose, what was said."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.drafts import MEETING_FIELDS, NOTE_FIELDS, NoteDraft
from meetings.enums import MeetingKind, Mode
from meetings.forms.fields import HourField
from meetings.rules import faults_of_round
from ovp_portal.lib.forms import DayOrMonthField, PortalFormMixin, TidyCharField
from ovp_portal.lib.rich_fields import RichTextField


class DraftFormMixin(PortalFormMixin):
    """A draft is saved with whatever is there. What `needed` names is asked for only before publishing."""

    use_required_attribute = False
    needed: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.needed:
            self.fields[name].required = False


class DaysMixin(forms.Form):
    """One day or a range: who types one day means a meeting of one day. Or a month, where no day is known."""

    starts_on = DayOrMonthField(label=_("From"))
    ends_on = DayOrMonthField(label=_("To"), help_text=_("The same day if it lasted one day."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if {"starts_on", "ends_on"} & set(self.errors):
            return cleaned
        typed = [value for value in (cleaned["starts_on"], cleaned["ends_on"]) if value]
        months = [value for value in typed if isinstance(value, tuple)]
        if months and len(months) < len(typed):
            self.add_error("ends_on", _("Enter two days or two months, not one of each."))
            return cleaned
        first, last = (typed[0], typed[-1]) if typed else (None, None)
        if months:
            first, last = first[0], last[1]
        cleaned |= {"starts_on": first, "ends_on": last, "is_month_only": bool(months)}
        if first and last < first:
            self.add_error("ends_on", _("The last day is before the first."))
        return cleaned

    @staticmethod
    def days_shown(draft: NoteDraft) -> dict[str, Any]:
        """The days as they are shown in the form; a month as a month, so that no day is invented."""
        first, last = draft.starts_on, draft.ends_on
        if not (draft.is_month_only and first and last):
            return {"starts_on": first, "ends_on": last}
        is_one = (first.year, first.month) == (last.year, last.month)
        return {"starts_on": (first, first), "ends_on": None if is_one else (last, last)}


class NoteForm(DraftFormMixin, DaysMixin):
    needed = ("kind", "starts_on", "ends_on", "modes", "purpose", "discussion")
    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind)
    title = TidyCharField(
        label=_("Title"),
        max_length=300,
        required=False,
        help_text=_("For example what the meeting was about. Without a title the page is named after its kind."),
    )
    modes = forms.MultipleChoiceField(
        label=_("How it was held"), choices=Mode, widget=forms.CheckboxSelectMultiple, help_text=_("One or several.")
    )
    place = TidyCharField(
        label=_("Place"),
        max_length=200,
        required=False,
    )
    starts_at = HourField(label=_("Began at"), required=False, help_text=_("Example: 10.00"))
    ends_at = HourField(label=_("Ended at"), required=False, help_text=_("Example: 11.30"))
    purpose = RichTextField(label=_("Purpose"), rows=3, max_length=5_000)
    discussion = RichTextField(
        label=_("What was said"),
        rows=10,
        max_length=60_000,
        help_text=_("You may paste text from Word; the formatting is cleaned."),
    )
    nothing_done_reason = RichTextField(
        label=_("Why nothing was realized"),
        rows=3,
        max_length=10_000,
        required=False,
        help_text=_("Only where activities were not realized."),
    )

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or MeetingKind.MEETING

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("starts_at"), cleaned.get("ends_at")
        is_one_day = cleaned.get("starts_on") == cleaned.get("ends_on")
        if first and last and is_one_day and last < first:
            self.add_error("ends_at", _("The hour at which it ended is before the hour at which it began."))
        given = {name: cleaned.get(name) for name in PLACE_AND_HOURS}
        for name, message in faults_of_round(cleaned.get("kind", ""), **given):
            self.add_error(name, message)
        return cleaned

    @property
    def is_placed(self) -> bool:
        """Whether a place or an hour is there: then the fields are shown, whatever the kind."""
        return any(self[name].value() or self[name].errors for name in PLACE_AND_HOURS)

    @property
    def kind_shown(self) -> str:
        return str(self["kind"].value() or MeetingKind.MEETING)

    @classmethod
    def initial_of(cls, draft: NoteDraft) -> dict[str, Any]:
        return {name: getattr(draft, name) for name in (*MEETING_FIELDS, *NOTE_FIELDS)} | cls.days_shown(draft)


PLACE_AND_HOURS = ("place", "starts_at", "ends_at")
