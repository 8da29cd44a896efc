"""No text field of notes and their circulation is forgotten by the hostile note's way."""

from tests.hostile.rest import NOT_TYPED, ON_THE_WAY, text_fields


def test_every_text_field_is_on_the_way_or_is_none_that_somebody_types_into():
    on_the_way = {f"{model}.{name}" for model, names in ON_THE_WAY.items() for name in names.split()}
    found = {name for _model, _field, name in text_fields()}

    assert found - on_the_way - set(NOT_TYPED) == set(), "put payloads into it in Way or Rest"
    assert (on_the_way | set(NOT_TYPED)) - found == set(), "there is no such field any more"
    assert on_the_way & set(NOT_TYPED) == set()
