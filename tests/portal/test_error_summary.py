import re

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from ovp_portal.lib.forms import PortalFormMixin


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def _render(source: str, **values) -> str:
    return Template(source).render(Context(values))


class RowForm(PortalFormMixin, forms.Form):
    topic = forms.CharField(label="Topic")
    way = forms.ChoiceField(label="Way", choices=[("a", "A")], widget=forms.RadioSelect)

    def clean(self):
        raise forms.ValidationError("These two do not go together.")


def _links(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<li><a href="([^"]+)">([^<]+)</a>', html)


def test_the_summary_leads_to_the_fields():
    form = RowForm({}, summary_name="4.1.2")
    html = _render("{% error_summary form %}", form=form)

    assert _links(html) == [
        ("#id_topic", "4.1.2, Topic: Fill this in."),
        ("#id_way_0", "4.1.2, Way: Choose one."),
    ]
    assert "<li>4.1.2: These two do not go together.</li>" in html
    assert 'role="alert" tabindex="-1"' in html
    assert 'id="id_way_0"' in str(form["way"])


def test_rows_of_a_formset_are_numbered():
    formset = forms.formset_factory(RowForm, extra=2)(
        {
            "form-TOTAL_FORMS": "2",
            "form-INITIAL_FORMS": "0",
            "form-0-topic": "a",
            "form-0-way": "a",
            "form-1-topic": "b",
        }
    )
    html = _render("{% error_summary formset %}", formset=formset)

    assert _links(html) == [("#id_form-1-way_0", "row 2, Way: Choose one.")]


def test_the_summary_takes_sentences_of_its_own_and_lists_of_forms():
    html = _render("{% error_summary rows forms %}", rows=[("#id_x", "Say why.")], forms=[RowForm({"topic": "a"})])

    assert _links(html) == [("#id_x", "Say why."), ("#id_way_0", "Way: Choose one.")]


def test_without_errors_there_is_no_summary():
    class Quiet(PortalFormMixin, forms.Form):
        topic = forms.CharField()

    html = _render("{% error_summary one two %}", one=Quiet({"topic": "a"}), two=Quiet())

    assert "notice" not in html
