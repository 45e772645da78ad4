"""The doors everybody has: registering, signing in, one's own account, the pages about the site."""

from elearn.core.web import Blueprint

blueprint = Blueprint("accounts", "elearn.accounts.views")
