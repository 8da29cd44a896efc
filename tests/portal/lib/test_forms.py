from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from ovp_portal.lib.forms import (
    DayField,
    DecimalTextField,
    HintedRadioSelect,
    PortalFormMixin,
    TidyCharField,
    TidyTextField,
)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


class NoteForm(PortalFormMixin, forms.Form):
    outcome = forms.ChoiceField(
        label="Outcome",
        choices=[("progress", "Progress made"), ("nothing", "No progress")],
        widget=HintedRadioSelect(hints={"nothing": "The reason is required."}),
    )
    held_on = DayField(label="Day")
    value = DecimalTextField(label="Value", min_value=0, places=2, required=False)
    title = TidyCharField(label="Title", max_length=10)
    text = TidyTextField(label="Text", required=False, max_length=5000, help_text="This is published.")
    is_secret = forms.BooleanField(label="Secret", required=False)
    evidence = forms.FileField(required=False)


FILLED = {"outcome": "progress", "held_on": "03.10.2022", "title": " A  title "}


def _html(form: forms.Form) -> str:
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))


def test_what_was_typed_generously_is_read_strictly():
    form = NoteForm(FILLED | {"value": "1 234,5"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["held_on"] == date(2022, 10, 3)
    assert form.cleaned_data["value"] == Decimal("1234.5")
    assert form.cleaned_data["title"] == "A title"


def test_an_empty_number_is_nothing_and_not_zero():
    form = NoteForm(FILLED | {"value": "  "})
    zero = NoteForm(FILLED | {"value": "0"})

    assert form.is_valid()
    assert zero.is_valid()
    assert form.cleaned_data["value"] is None
    assert zero.cleaned_data["value"] == 0


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("held_on", "", "Enter the date, for example 3.10.2022."),
        ("held_on", "32.1.2022", "There is no such day as “32.1.2022”."),
        ("value", "many", "“many” is not a number."),
        ("value", "-1", "Enter 0 or more."),
        ("value", "1.555", "Enter at most 2 decimal places."),
        ("title", "x" * 11, "at most 10 characters"),
        ("title", "", "Fill this in."),
        ("outcome", "", "Choose one."),
    ],
)
def test_a_refusal_is_a_sentence_beside_its_field(field, typed, sentence):
    form = NoteForm(FILLED | {field: typed})

    assert list(form.errors) == [field]
    assert sentence in str(form.errors[field])


@pytest.mark.parametrize(("places", "typed", "is_read"), [(0, "3", True), (0, "3.0", True), (0, "3.5", False)])
def test_a_whole_number_has_no_decimals(places, typed, is_read):
    field = DecimalTextField(places=places)

    if is_read:
        assert field.clean(typed) == 3
    else:
        with pytest.raises(forms.ValidationError, match=r"Enter a whole number\."):
            field.clean(typed)


def test_a_number_over_its_limit_is_refused_with_the_limit():
    with pytest.raises(forms.ValidationError, match=r"Enter 1,000 or less\."):
        DecimalTextField(max_value=1000).clean("1001")


def test_days_and_numbers_are_shown_as_they_are_typed():
    form = NoteForm(initial={"held_on": date(2022, 10, 3), "value": Decimal("1234.50")})
    with translation.override("mk"):
        html = _html(form)

    assert 'value="3.10.2022"' in html
    assert 'value="1234,5"' in html


def test_what_is_shown_is_not_a_change_when_it_comes_back():
    initial = {"held_on": date(2022, 10, 3), "value": Decimal("1234.50"), "title": "A title", "outcome": "progress"}
    same = NoteForm(FILLED | {"value": "1234.5", "title": "A title"}, initial=initial)
    broken = NoteForm(FILLED | {"value": "x", "title": "A title"}, initial=initial)

    assert same.changed_data == []
    assert broken.changed_data == ["value"]


def test_only_labels_of_optional_fields_say_so():
    labels = {name: str(field.label) for name, field in NoteForm().fields.items()}

    assert labels == {
        "outcome": "Outcome",
        "held_on": "Day",
        "value": "Value (optional)",
        "title": "Title",
        "text": "Text (optional)",
        "is_secret": "Secret",
        "evidence": "Evidence (optional)",
    }


def test_making_a_form_twice_does_not_say_optional_twice():
    NoteForm()

    assert str(NoteForm().fields["value"].label) == "Value (optional)"


def test_a_long_text_says_how_long_it_may_be_and_is_never_cut_by_the_browser():
    html = _html(NoteForm())

    assert "This is published. At most 5,000 letters." in html
    assert "maxlength" not in html


def test_an_error_and_a_hint_are_tied_to_the_field_for_those_who_hear_it():
    html = _html(NoteForm(FILLED | {"held_on": "x"}))

    assert 'aria-describedby="id_held_on_helptext id_held_on_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_held_on_helptext"' in html
    assert 'id="id_held_on_error"' in html


def test_each_radio_has_its_hint_and_the_group_its_legend():
    html = _html(NoteForm())

    assert '<small id="id_outcome_1_hint" class="d-block quiet">The reason is required.</small>' in html
    assert 'aria-describedby="id_outcome_1_hint"' in html
    assert "<legend" in html
    assert "id_outcome_0_hint" not in html


def test_the_error_of_a_group_of_radios_is_said_once():
    html = _html(NoteForm(FILLED | {"outcome": ""}))

    assert html.count("Choose one.") == 1


def test_a_null_character_in_a_text_is_refused_and_not_stored():
    form = NoteForm(FILLED | {"title": "a\x00b"})

    assert not form.is_valid() or "\x00" not in form.cleaned_data["title"]
