from django import forms
from django.template import Context, Template


class RowForm(forms.Form):
    text = forms.CharField(label="Точка", widget=forms.Textarea, max_length=3)
    kind = forms.ChoiceField(label="Вид", choices=[("a", "<А>"), ("b", "Б")])


def rendered(source, **data):
    row = RowForm(data, prefix="row-0")
    row.summary_name = "точка 1"
    return Template("{% load rows %}" + source).render(Context({"row": row, "focus": "id_row-0-text"}))


def test_a_field_shows_what_was_typed_escaped_with_its_refusal():
    html = rendered("{% row_field row.text focus 3 %}", **{"row-0-text": "</textarea><b>"})

    assert "\n&lt;/textarea&gt;&lt;b&gt;</textarea>" in html
    assert 'Точка<span class="visually-hidden"> (точка 1)</span>' in html
    assert 'aria-describedby="error_1_id_row-0-text" aria-invalid="true" autofocus' in html
    assert 'id="error_1_id_row-0-text"' in html


def test_a_choice_marks_what_is_chosen_and_escapes_its_words():
    html = rendered("{% row_field row.kind %}", **{"row-0-kind": "b"})

    assert '<option value="a">&lt;А&gt;</option><option value="b" selected>Б</option>' in html
    assert "invalid" not in html


def test_a_button_names_its_row_for_those_who_hear_it():
    html = rendered('{% row_button row "up" "Нагоре" %}')

    assert 'name="act" value="row-0-up" id="id_row-0-up">Нагоре<span class="visually-hidden">: точка 1</span>' in html
