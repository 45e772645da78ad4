"""The names people read for roles, kinds and answers kept as short codes."""

from flask_babel import lazy_gettext as _l

ROLES = {
    "learner": _l("Learner"),
    "partner": _l("Partner"),
    "trainer": _l("Trainer"),
    "reviewer": _l("Reviewer"),
    "analyst": _l("Analyst"),
    "admin": _l("Administrator"),
}
SCOPES = {
    "all": _l("everywhere"),
    "organisation": _l("for one organisation"),
    "course": _l("for one course"),
    "tool": _l("for one publication"),
}
GENDERS = {
    "female": _l("Female"),
    "male": _l("Male"),
    "another": _l("Another answer"),
    "prefer-not-to-say": _l("I prefer not to say"),
}
STAKEHOLDERS = {
    "competent-authority": _l("Competent authority"),
    "focal-point": _l("Focal point"),
    "other-government": _l("Other national government"),
    "local-authority": _l("Local or municipal authority"),
    "customs-enforcement": _l("Customs, port, police or inspectorate"),
    "facility-operator": _l("Waste facility owner or operator"),
    "waste-generator": _l("Business that generates waste"),
    "carrier": _l("Carrier, broker or dealer"),
    "producer": _l("Producer or importer of products"),
    "private-sector": _l("Other business or industry association"),
    "informal-sector": _l("Informal collector or recycler"),
    "ngo": _l("Non-governmental or community organisation"),
    "academia": _l("University, school or research"),
    "regional-centre": _l("Regional or coordinating centre"),
    "igo": _l("Intergovernmental organisation"),
    "other": _l("Other"),
}
ACTIONS = {
    "account.register": _l("Registered"),
    "account.confirm": _l("Confirmed the e-mail address"),
    "account.create": _l("Created an account"),
    "account.update": _l("Changed a profile"),
    "account.change-email": _l("Changed the e-mail address"),
    "account.change-password": _l("Changed the password"),
    "account.reset-password": _l("Set a new password by mail"),
    "account.suspend": _l("Suspended an account"),
    "account.restore": _l("Restored an account"),
    "account.erase": _l("Erased an account"),
    "account.export": _l("Took a copy of personal data"),
    "sign-in.begin": _l("Signed in"),
    "sign-in.fail": _l("Failed to sign in"),
    "sign-in.end": _l("Signed out"),
    "sign-in.end-all": _l("Signed out everywhere"),
    "role.grant": _l("Granted a role"),
    "role.withdraw": _l("Withdrew a role"),
    "token.create": _l("Created a token"),
    "token.revoke": _l("Revoked a token"),
    "organisation.create": _l("Created an organisation"),
    "organisation.update": _l("Changed an organisation"),
}
