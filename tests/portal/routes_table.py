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
REGISTER_READ = "    in       404   404    404         200      200     404"
REGISTER_KEPT = "    in       404   404    404         200      403     404"
REGISTER_ACTS = "    in       404   404    404         302      403     404"
POST_ONLY = "        in       405   405    405         405      405     405"
REGISTER_READERS = " in       404   404    404         200      200     404"
STRANGERS_ONLY = "   200      302   302    302         302      302     302"

ROUTES: dict[str, list[Row]] = {
    "healthz": [get("200"), post("405")],
    "readyz": [get("200"), post("405")],
    "go": [
        get("404", token="=1.submission.submission:1.made-up", target="=work/"),
        post("405", token="=1", target="=work/"),
    ],
    "metrics": [get("200"), post("405")],  # the test client asks on this machine; test_clockwork.py asks from elsewhere
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
    "accounts:naming": [get(POST_ONLY), post("in 302 302 302 302 302 302", {"may_be_named": "yes"})],
    "accounts:substitute": [get("in 405 405 405 405 405 405"), post("in 200 200 200 200 200 200", {})],
    "accounts:substitution_end": [
        get("in 405 405 405 405 405 405", pk="=1"),
        post("in 404 404 404 404 404 404", pk="=1"),
    ],
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
    # --- meeting notes: a draft is its coordinator's, its seers read the preview ---------------------
    "meetings:office": [get(SIGNED_IN), post(POST_ONLY)],
    "meetings:new": [get("in 403 403 200 403 403 403"), post("in 403 403 200 403 403 403")],
    "meetings:read": [get("in 403 403 200 403 403 403"), post("in 403 403 200 403 403 403")],
    "meetings:edit": [
        get("in 404 404 200 403 403 404", pk="note.pk"),
        post("in 404 404 409 403 403 404", pk="note.pk"),
    ],
    "meetings:preview": [get("in 404 404 200 200 200 404", pk="note.pk"), post(POST_ONLY, pk="note.pk")],
    "meetings:preview_page": [get("in 404 404 200 200 200 404", pk="note.pk"), post(POST_ONLY, pk="note.pk")],
    "meetings:file": [
        get("in 404 404 200 200 200 404", pk="note.pk", format="=pdf"),
        get("in 404 404 200 200 200 404", pk="note.pk", format="=docx"),
        post(POST_ONLY, pk="note.pk", format="=pdf"),
    ],
    "meetings:convocation": [
        get("in 404 404 200 403 403 404", pk="note.pk"),
        post("in 404 404 302 403 403 404", {"act": "announce"}, pk="note.pk"),
    ],
    "meetings:correct": [
        get("in 404 404 302 403 403 404", pk="note.pk"),
        post("in 404 404 302 403 403 404", pk="note.pk"),
    ],
    "meetings:check": [get("in 404 404 200 403 403 404", pk="note.pk"), post(POST_ONLY, pk="note.pk")],
    "meetings:circulation": [get("in 404 404 200 200 200 404", pk="note.pk"), post(POST_ONLY, pk="note.pk")],
    "meetings:contact": [get(POST_ONLY, pk="note.pk"), post("in 404 404 302 403 403 404", pk="note.pk")],
    "meetings:circulate": [get(POST_ONLY, pk="note.pk"), post("in 404 404 422 403 403 404", pk="note.pk")],
    "meetings:remark": [get(POST_ONLY, pk="note.pk"), post("in 404 404 422 403 403 404", pk="note.pk")],
    "meetings:recall": [get(POST_ONLY, pk="note.pk"), post("in 404 404 422 403 403 404", pk="note.pk")],
    "meetings:finish": [get(POST_ONLY, pk="note.pk"), post("in 404 404 302 403 403 404", pk="note.pk")],
    "meetings:dispose": [
        get(POST_ONLY, pk="sent_note.pk", position="note_position.pk"),
        post("in 404 404 422 403 403 404", pk="sent_note.pk", position="note_position.pk"),
    ],
    "meetings:position": [
        get("in 404 200 404 404 404 404", pk="note_position.pk"),
        post("in 404 422 404 404 404 404", pk="note_position.pk"),
    ],
    "meetings:opinion": [
        get(POST_ONLY, pk="note_position.pk"),
        post("in 404 403 404 404 404 404", pk="note_position.pk"),
    ],
    "meetings:opinion_withdraw": [
        get(POST_ONLY, pk="note_position.pk"),
        post("in 404 404 404 404 404 404", pk="note_position.pk"),
    ],
    "meetings:autosave": [post("in 404 404 409 403 403 404", pk="note.pk"), get(POST_ONLY, pk="note.pk")],
    "meetings:presence": [post("in 404 404 200 403 403 404", pk="note.pk"), get(POST_ONLY, pk="note.pk")],
    "meetings:forget_typed": [post("in 404 404 302 403 403 404", pk="note.pk"), get(POST_ONLY, pk="note.pk")],
    "meetings:versions": [get("in 404 404 200 200 200 404", pk="note.pk"), post(POST_ONLY, pk="note.pk")],
    "meetings:compare": [get("in 404 404 404 404 404 404", pk="note.pk"), post(POST_ONLY, pk="note.pk")],
    "meetings:name_version": [
        post("in 404 404 404 403 403 404", {"name": "Конечна"}, pk="note.pk", number="=1"),
        get(POST_ONLY, pk="note.pk", number="=1"),
    ],
    "meetings:restore": [
        post("in 404 404 404 403 403 404", pk="note.pk", number="=1"),
        get(POST_ONLY, pk="note.pk", number="=1"),
    ],
    "meetings:delete": [
        get("in 404 404 200 403 403 404", pk="note.pk"),
        post("in 404 404 302 403 403 404", pk="note.pk"),
    ],
    "meetings:deleted": [get(SIGNED_IN), post(POST_ONLY)],
    "meetings:bring_back": [post("in 404 404 404 404 404 404", pk="note.pk"), get(POST_ONLY, pk="note.pk")],
    "meetings:siblings": [
        get("in 404 404 404 403 403 404", pk="note.pk"),
        post("in 404 404 404 403 403 404", pk="note.pk"),
    ],
    "meetings:tasks": [get(SIGNED_IN), post(POST_ONLY)],
    "meetings:task": [get("in 404 200 200 200 200 404", pk="task.pk"), post(POST_ONLY, pk="task.pk")],
    "meetings:task_part": [
        get("in 404 200 200 200 200 404", pk="task.pk", part="task_part.pk"),
        post("in 404 422 422 403 403 404", {"act": "report"}, pk="task.pk", part="task_part.pk"),
        post("in 404 403 422 403 403 404", {"act": "move"}, pk="task.pk", part="task_part.pk"),
    ],
    # --- mail: the outbox is the demonstration's, where everybody may look ----------------------------
    "notifications:outbox": [get("200"), post("405")],
    "notifications:mail": [get("200", pk="mail.pk")],
    "notifications:letter": [get("200", pk="mail.pk")],
    "notifications:mails": [get(NATIONAL_ONLY), post(POST_ONLY)],
    "notifications:ahead": [get(NATIONAL_ONLY), post(POST_ONLY)],
    "notifications:clockwork": [get(NATIONAL_ONLY), post(POST_ONLY)],
    "notifications:preferences": [get(SIGNED_IN), post("in 302 302 302 302 302 302", {"kind": "publication"})],
    "notifications:unsubscribe": [get("404", token="=made-up"), post("404", token="=made-up")],
    "calendar_of_person": [get("404", token="=made-up"), post("405", token="=made-up")],
    "calendars:feed": [get(SIGNED_IN), post("in 200 200 200 200 200 200", {"act": "make"})],
    "notifications:ladders": [get(NATIONAL_ONLY), post(POST_ONLY)],
    "notifications:ladder": [get(NATIONAL_ONLY, key="plan.slug"), get("in 404 404 404 404 404 404", key="=no-plan")],
    "notifications:ladder_version": [
        get("in 404 404 404 404 404 404", key="plan.slug", number="=9"),
        get(NATIONAL_ONLY, key="plan.slug", number="=1"),
        post(NATIONAL_MAY_ACT, key="plan.slug", number="=1"),
    ],
    "notifications:ladder_kind": [
        get(NATIONAL_ONLY, key="plan.slug", kind="=submission"),
        get("in 404 404 404 404 404 404", key="plan.slug", kind="=nonsense"),
        post(NATIONAL_ONLY, key="plan.slug", kind="=submission"),
    ],
    "notifications:ladder_preview": [
        get(NATIONAL_ONLY, key="plan.slug", kind="=submission", language="=mk"),
        post(NATIONAL_MAY_ACT, {"step": "None:owner"}, key="plan.slug", kind="=submission", language="=mk"),
    ],
    # --- the quarter --------------------------------------------------------------------------------------
    "reports:home": [get(SIGNED_IN), post(POST_ONLY)],
    "reports:owed": [get("in 404 404 200 200 404 404"), post(POST_ONLY)],
    # --- the register ------------------------------------------------------------------------------
    "commitments:register": [get(REGISTER_READ), post(POST_ONLY)],
    "commitments:plan_new": [get(REGISTER_KEPT), post(REGISTER_KEPT)],
    "commitments:plan": [get(REGISTER_READ, slug="plan.slug"), get("in 404 404 404 404 404 404", slug="=no-plan")],
    "commitments:plan_edit": [get(REGISTER_KEPT, slug="plan.slug")],
    "commitments:plan_adopt": [get(REGISTER_KEPT, slug="plan.slug")],
    "commitments:plan_move": [
        get(POST_ONLY, slug="plan.slug", move="=close"),
        post(REGISTER_ACTS, slug="plan.slug", move="=close"),
    ],
    "commitments:area_new": [get(REGISTER_KEPT, slug="plan.slug")],
    "commitments:area": [get(REGISTER_KEPT, pk="area.pk")],
    "commitments:commitment_new": [get(REGISTER_KEPT, slug="plan.slug")],
    "commitments:commitment": [get(REGISTER_READ, slug="commitment.slug"), post(POST_ONLY, slug="commitment.slug")],
    "commitments:commitment_edit": [get(REGISTER_KEPT, slug="commitment.slug")],
    "commitments:commitment_number": [get(REGISTER_KEPT, slug="commitment.slug")],
    "commitments:commitment_status": [
        get(REGISTER_KEPT, slug="commitment.slug", move="=close"),
        post(REGISTER_ACTS, slug="commitment.slug", move="=close"),
    ],
    "commitments:milestone_new": [get(REGISTER_KEPT, slug="commitment.slug")],
    "commitments:milestone": [get(REGISTER_KEPT, pk="milestone.pk")],
    "commitments:milestone_withdraw": [
        get(REGISTER_KEPT, pk="milestone.pk"),
        post(REGISTER_ACTS, {"reason": "Двапати внесено."}, pk="milestone.pk"),
    ],
    "commitments:indicator_new": [get(REGISTER_KEPT, pk="milestone.pk")],
    "commitments:indicator": [get(REGISTER_KEPT, pk="indicator.pk")],
    "commitments:indicator_withdraw": [
        get(REGISTER_KEPT, pk="indicator.pk"),
        post(REGISTER_ACTS, {"reason": "Двапати внесено."}, pk="indicator.pk"),
    ],
    "commitments:group": [get("in 404 200 200 200 200 404", pk="group.pk"), post(POST_ONLY, pk="group.pk")],
    "commitments:group_new": [get(REGISTER_KEPT, slug="plan.slug")],
    "commitments:group_edit": [get(REGISTER_KEPT, pk="group.pk")],
    "commitments:seat_new": [get(REGISTER_KEPT, pk="group.pk")],
    "commitments:seat_replace": [get(REGISTER_KEPT, pk="seat.pk")],
    "commitments:seat_end": [
        get(REGISTER_KEPT, pk="seat.pk"),
        post(REGISTER_ACTS, {"ends_on": "1.1.2100"}, pk="seat.pk"),
    ],
    "commitments:seat_coordinator": [get(REGISTER_KEPT, pk="seat.pk")],
    "reports:submissions": [get(SIGNED_IN), post(POST_ONLY)],
    "reports:submission": [get("in 404 200 200 200 200 404", pk="submission.pk")],
    "reports:submission_review": [
        get(POST_ONLY, pk="submission.pk"),
        post("in 404 403 302 403 403 404", pk="submission.pk"),
    ],
    "reports:periods": [get("in 403 403 403 200 403 403", slug="plan.slug")],
    "reports:period": [get("in 403 403 403 200 403 403", slug="plan.slug", pk="period.pk")],
    "reports:quarters": [get(SIGNED_IN), post(POST_ONLY)],
    "reports:quarter": [get("in 404 404 200 200 200 404", slug="commitment.slug", key="period.key")],
    "reports:report_compile": [
        get(POST_ONLY, slug="commitment.slug", key="period.key"),
        post("in 404 404 302 403 403 404", slug="commitment.slug", key="period.key"),
    ],
    "reports:report_draft": [
        get("in 404 404 302 403 403 404", pk="report.pk"),
        post("in 404 404 302 403 403 404", pk="report.pk"),
    ],
    "reports:report_preview": [get("in 404 404 200 200 200 404", pk="report.pk"), post(POST_ONLY, pk="report.pk")],
    **{
        f"reports:report_{act}": [
            get(POST_ONLY, pk="report.pk"),
            post(f"in 404 404 {done} 403 403 404", pk="report.pk"),
        ]
        for act, done in [("circulate", 422), ("recall", 302), ("approve", 302), ("schedule", 302)]
    },
    "reports:position": [
        get("in 404 200 404 404 404 404", pk="position.pk"),
        post("in 404 422 404 404 404 404", pk="position.pk"),
    ],
    "reports:opinion": [get(POST_ONLY, pk="position.pk"), post("in 404 403 404 404 404 404", pk="position.pk")],
    "reports:opinion_withdraw": [
        get(POST_ONLY, pk="position.pk"),
        post("in 404 404 404 404 404 404", pk="position.pk"),
    ],
    "reports:sent": [get(SIGNED_IN), post(POST_ONLY)],
    "reports:sent_again": [get(POST_ONLY), post("in 404 404 404 404 404 404", {"kind": "made-up"})],
    "reports:matrix": [
        get("in 404 404 404 302 302 404"),
        get(REGISTER_READERS, slug="plan.slug"),
        post(POST_ONLY, slug="plan.slug"),
    ],
    # --- what anyone may read -----------------------------------------------------------------------------
    **{
        f"public:{name}": [get("200"), post("405")]
        for name in [
            "front",
            "plans",
            "commitments",
            "reports",
            "notes",
            "about_numbers",
            "about_levels",
            "about_accessibility",
            "about_privacy",
        ]
    },
    "public:plan": [get("200", slug="plan.slug")],
    "public:punctuality": [get("200", slug="plan.slug"), post("405", slug="plan.slug")],
    "public:punctuality_csv": [get("200", slug="plan.slug")],
    "public:punctuality_json": [get("200", slug="plan.slug")],
    "public:commitment": [get("200", slug="commitment.slug")],
    "public:report": [get("404", slug="commitment.slug", key="=2022-q9")],
    "public:edition": [get("404", slug="commitment.slug", key="=2022-q3", number="=1.0")],
    "public:edition_data": [get("404", slug="commitment.slug", key="=2022-q3", number="=1.0")],
    "public:group_calendar": [get("200", plan="plan.slug", slug="group.slug")],
    "public:report_file": [get("404", slug="commitment.slug", key="=2022-q3", format="=pdf")],
    "public:edition_file": [get("404", slug="commitment.slug", key="=2022-q3", number="=1.0", format="=pdf")],
    "public:note_file": [get("404", pk="note.pk", format="=pdf")],
    "public:note_edition_file": [get("404", pk="note.pk", number="=1.0", format="=docx")],
    "public:note": [get("404", pk="note.pk")],
    "public:note_edition": [get("404", pk="note.pk", number="=1.0")],
    "public:note_data": [get("404", pk="note.pk", number="=1.0")],
}
