import pytest

from ovp_portal.lib.text import is_list


@pytest.mark.parametrize(
    "pasted",
    [
        "· прва точка; \n\n· втора точка;",
        "• една • две • три",
        "- прва\n- втора",
        "1. прва\n2. втора",
        "прва;\nвтора;\nтрета",
        "– сама точка",
    ],
)
def test_a_list_is_known_by_its_signs(pasted):
    assert is_list(pasted)


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "Една точка.",
        "Прва реченица.\nВтора реченица.",
        "3. октомври 2022 беше денот",
        "2022 година\n3.6 заложба",
        "Точка;",
    ],
)
def test_a_paragraph_is_no_list(pasted):
    assert not is_list(pasted)
