"""Commands about keys and certificates."""

import json
import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from certificates import keys, queries
from certificates.errors import KeyIsUnusable
from certificates.offline import NotACertificate, is_authentic, signed_record
from certificates.signing import load_or_create
from elearn.core.transaction import write

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("key")
def key() -> None:
    """Keys that sign certificates."""


@key.command("create")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def create(file: Path) -> None:
    """Make a signing key in FILE; an existing file is never overwritten."""
    if file.exists():
        click.echo(f"{file} exists already. Nothing was changed.", err=True)
        sys.exit(1)
    try:
        signer = load_or_create(file, create=True)
    except (OSError, KeyIsUnusable) as reason:
        click.echo(f"The key could not be made: {reason}", err=True)
        sys.exit(1)
    click.echo(f"Key {signer.kid} is in {file}. Keep a copy in a safe place.")


@key.command("publish")
@with_appcontext
def publish() -> None:
    """Publish the key in use before the first certificate is signed with it."""
    with write():
        keys.publish(keys.signer_in_use())
    for row in queries.signing_keys():
        until = row.active_until.isoformat() if row.active_until else "now"
        click.echo(f"{row.kid} {row.public_key} {row.active_from.isoformat()} to {until}")


@click.group("certificate")
def certificate() -> None:
    """Certificates that were issued."""


@certificate.command("check")
@click.argument("file", type=FILE)
@click.option("--key", "public_key", help="The issuer's public key (x of its JWK).", required=True)
def check(file: Path, public_key: str) -> None:
    """Check a PDF or its attached JSON without network or database; print what was signed.

    Ends with 0 when the record is authentic, 1 when it is not. Whether it was revoked since, only
    the issuer's page tells.
    """
    try:
        found = signed_record(file.read_bytes())
    except NotACertificate as reason:
        click.echo(str(reason), err=True)
        sys.exit(1)
    if not is_authentic(found, public_key):
        click.echo("The record was not signed by this key, or was altered since.", err=True)
        sys.exit(1)
    click.echo(json.dumps(found["record"], ensure_ascii=False, indent=1))
