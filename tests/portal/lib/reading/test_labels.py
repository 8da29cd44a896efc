import pytest

from ovp_portal.lib.reading.labels import Part, label_at


@pytest.mark.parametrize(
    ("line", "part", "rest"),
    [
        ("Датум,  време  и место на одржување 4-5 октомври", Part.WHEN, "4-5 октомври"),
        ("Датум: од 3 до 5 мај", Part.WHEN, "од 3 до 5 мај"),
        ("Листа на присутни/отсутни", Part.PEOPLE, ""),
        ("Оправдано отсутни: Лице", Part.EXCUSED, "Лице"),
        ("Отсутни – нема", Part.ABSENT, "нема"),
        ("Заклучоци  натамошно  постапување", Part.CONCLUSIONS, ""),
        ("ЗАКЛУЧОЦИ ЗА ПОНАТАМОШНО ПОСТАПУВАЊЕ:", Part.CONCLUSIONS, ""),
        ("Zaklјučci sa sastanka:", Part.CONCLUSIONS, ""),
        ("Përfundime dhe hapat e mëtejshëm", Part.CONCLUSIONS, ""),
        ("3. Conclusions and next steps", Part.CONCLUSIONS, ""),
        ("Rendi i ditës:", Part.AGENDA, ""),
        ("Тачке дневног реда", Part.AGENDA, ""),
        ("The purpose of the meeting: x", Part.PURPOSE, "x"),
        ("Mode: by e-mail", Part.WAY, "by e-mail"),
        ("Работна група 3.6 Наслов", Part.GROUP, "3.6 Наслов"),
        ("Место: Скопје", Part.PLACE, "Скопје"),
    ],
)
def test_headings_are_known_in_their_variants(line, part, rest):
    label = label_at(line)

    assert label is not None
    assert (label.part, line[label.end :].strip()) == (part, rest)


@pytest.mark.parametrize(
    "line",
    [
        "Целта на состанокот беше преглед",
        "Заклучоци се донесени по работилниците",
        "Датумот не е познат",
        "Присутните гласаа",
        "Present were many",
        "",
        "• ",
    ],
)
def test_a_sentence_that_begins_like_a_heading_is_none(line):
    assert label_at(line) is None
