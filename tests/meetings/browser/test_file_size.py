"""A file that is too big is said to be so when it is chosen; nobody waits until it went over his line."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_file_of_two_hundred_megabytes_is_refused_before_it_is_sent(opened, tmp_path):
    big, small = tmp_path / "note.docx", tmp_path / "note.txt"
    with big.open("wb") as file:
        file.truncate(200 * 2**20)
    small.write_text("Дневен ред\n• рокови")
    page = opened(path=reverse("meetings:read"))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))

    page.locator("#id_file").set_input_files(big)
    expect(page.get_by_role("alert")).to_contain_text("најмногу 10 MB")
    page.locator("button[value='read']").click()

    expect(page.locator("#id_file")).to_be_focused()
    assert "POST" not in sent
    page.locator("#id_file").set_input_files(small)
    expect(page.get_by_role("alert")).to_have_count(0)
    with page.expect_navigation():
        page.locator("button[value='read']").click()
    assert sent.count("POST") == 1
