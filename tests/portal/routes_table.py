"""Every route and who gets what there: the one place where it is read at a glance who may see what.

A row: method, then one answer for each of ROLES (stranger, other, member, coordinator, national,
council, assessor), or one answer for all. `in` is the way to the sign-in page; 302 leads on.
`to` fills the address from the world (`pk="submission.pk"`, `="…"` as it is), `data` the form.
A route without a row fails the walk. Each role comes to the same state: nothing it does stays.
"""

from typing import NamedTuple

from tests.portal.routes_world import ROLES


class Row(NamedTuple):
    method: str
    answers: str
    to: dict[str, str]
    data: dict[str, str]

    @property
    def expected(self) -> dict[str, str]:
        said = self.answers.split()
        return dict(zip(ROLES, said * len(ROLES) if len(said) == 1 else said, strict=len(said) > 1))


def get(answers: str, **to: str) -> Row:
    return Row("get", answers, to, {})


def post(answers: str, data: dict[str, str] | None = None, **to: str) -> Row:
    return Row("post", answers, to, data or {})


#                    stranger other member coordinator national council assessor
SIGNED_IN = "        in       200   200    200         200      200     200"
NATIONAL_ONLY = "    in       404   404    404         200      404     404"
NATIONAL_MAY_ACT = " in       404   404    404         302      404     404"
POST_ONLY = "        in       405   405    405         405      405     405"
STRANGERS_ONLY = "   200      302   302    302         302      302     302"

ROUTES: dict[str, list[Row]] = {
    "healthz": [get("200"), post("405")],
    "readyz": [get("200"), post("405")],
    # --- signing in -----------------------------------------------------------------------------
    "account_login": [get(STRANGERS_ONLY)],
    "account_logout": [get("302 200 200 200 200 200 200"), post("302")],
    "account_inactive": [get("200")],
    "account_change_password": [get("in 302 302 302 302 302 302")],
    "account_set_password": [get(SIGNED_IN)],
    "account_reset_password": [get("200")],
    "account_reset_password_done": [get("200")],
    "account_reset_password_from_key": [get("200", uidb36="=1", key="=made-up")],
    "account_reset_password_from_key_done": [get("200")],
    "accounts:request_link": [get("200"), post("200", {"email": "nobody@example.org"})],
    "accounts:link": [get("410", token="=made-up"), post("405", token="=made-up")],
    "accounts:use_link": [get("405"), post("410", {"token": "made-up"})],
    # --- people and organizations -----------------------------------------------------------------
    "accounts:profile": [get(SIGNED_IN), post("in 302 302 302 302 302 302", {"language": "sq"})],
    "accounts:people": [get(NATIONAL_ONLY), post(POST_ONLY)],
    "accounts:invite": [get(NATIONAL_ONLY)],
    "accounts:person": [
        get(NATIONAL_ONLY, pk="person.pk"),
        get("in 404 200 404 200 404 404", pk="seat.user_id"),
    ],
    "accounts:person_edit": [
        get(NATIONAL_ONLY, pk="person.pk"),
        get("in 404 403 404 200 404 404", pk="seat.user_id"),
    ],
    "accounts:invite_again": [get(POST_ONLY, pk="person.pk"), post(NATIONAL_MAY_ACT, pk="person.pk")],
    "accounts:person_roles": [
        get(POST_ONLY, pk="person.pk"),
        post(NATIONAL_MAY_ACT, {"give": "council"}, pk="person.pk"),
        post("in 404 403 404 302 404 404", {"give": "national_coordinator"}, pk="seat.user_id"),
    ],
    "accounts:person_active": [
        get(POST_ONLY, pk="person.pk"),
        post(NATIONAL_MAY_ACT, {"active": "0"}, pk="person.pk"),
        post("in 404 403 404 302 404 404", {"active": "0"}, pk="seat.user_id"),
    ],
    "accounts:organizations": [get(NATIONAL_ONLY)],
    "accounts:organization_new": [get(NATIONAL_ONLY)],
    "accounts:organization": [get(NATIONAL_ONLY, slug="organization.slug")],
}
