"""The first tables of every room

Revision ID: 0001
Revises: 
Created: 2026-11-23 01:33:08.315878
"""

import sqlalchemy as sa
from alembic import op
import elearn.core.database


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('failed_sign_in',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_failed_sign_in'))
    )
    with op.batch_alter_table('failed_sign_in', schema=None) as batch_op:
        batch_op.create_index('ix_failed_sign_in_key', ['key', 'at'], unique=False)

    op.create_table('job',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task', sa.String(length=80), nullable=False),
    sa.Column('args', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('due_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('lease_until', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('done_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('failed_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('problem', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index('ix_job_waiting', ['done_at', 'failed_at', 'due_at'], unique=False)

    op.create_table('kept_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('request_hash', sa.String(length=64), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('kept_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_answer')),
    sa.UniqueConstraint('owner', 'key', name=op.f('uq_kept_answer_owner_key'))
    )
    with op.batch_alter_table('kept_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_kept_answer_kept_at'), ['kept_at'], unique=False)

    op.create_table('organisation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=True),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('name', name=op.f('uq_organisation_name')),
    sa.UniqueConstraint('public_id', name=op.f('uq_organisation_public_id'))
    )
    op.create_table('signing_key',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kid', sa.String(length=43), nullable=False),
    sa.Column('public_key', sa.String(length=43), nullable=False),
    sa.Column('active_from', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('active_until', elearn.core.database.UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signing_key')),
    sa.UniqueConstraint('kid', name=op.f('uq_signing_key_kid'))
    )
    op.create_table('tool',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('topic', sa.String(length=200), nullable=False),
    sa.Column('waste_streams', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tool')),
    sa.UniqueConstraint('slug', name=op.f('uq_tool_slug'))
    )
    op.create_table('person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('email_confirmed_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('timezone', sa.String(length=64), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=True),
    sa.Column('stakeholder', sa.String(length=30), nullable=True),
    sa.Column('gender', sa.String(length=20), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('is_test', sa.Boolean(), nullable=False),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('suspended_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('erased_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint("gender IN ('female', 'male', 'another', 'prefer-not-to-say')", name=op.f('ck_person_gender')),
    sa.CheckConstraint("stakeholder IN ('competent-authority', 'focal-point', 'other-government', 'local-authority', 'customs-enforcement', 'facility-operator', 'waste-generator', 'carrier', 'producer', 'private-sector', 'informal-sector', 'ngo', 'academia', 'regional-centre', 'igo', 'other')", name=op.f('ck_person_stakeholder')),
    sa.CheckConstraint('email = lower(email)', name=op.f('ck_person_email_lower')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_person_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('email', name=op.f('uq_person_email')),
    sa.UniqueConstraint('public_id', name=op.f('uq_person_public_id'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('audit_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('action', sa.String(length=60), nullable=False),
    sa.Column('thing_kind', sa.String(length=40), nullable=False),
    sa.Column('thing_id', sa.String(length=40), nullable=False),
    sa.Column('detail', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('request_id', sa.String(length=12), nullable=True),
    sa.Column('previous_hash', sa.Text(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['person.id'], name=op.f('fk_audit_entry_actor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry')),
    sa.UniqueConstraint('hash', name=op.f('uq_audit_entry_hash'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_entry_actor_id'), ['actor_id'], unique=False)
        batch_op.create_index('ix_audit_entry_thing', ['thing_kind', 'thing_id'], unique=False)

    op.create_table('award',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('subject_key', sa.String(length=80), nullable=False),
    sa.Column('lineage', sa.Integer(), nullable=False),
    sa.Column('holder_name', sa.String(length=120), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('score_hundredths', sa.Integer(), nullable=True),
    sa.Column('issuer', sa.String(length=200), nullable=False),
    sa.Column('edition_label', sa.String(length=300), nullable=False),
    sa.Column('edition_symbol', sa.String(length=120), nullable=False),
    sa.Column('acknowledgement', sa.Text(), nullable=False),
    sa.Column('tier', sa.String(length=20), nullable=False),
    sa.Column('completed_on', sa.Date(), nullable=False),
    sa.Column('issued_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('status_reason', sa.Text(), nullable=True),
    sa.Column('status_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('replaced_by_id', sa.Integer(), nullable=True),
    sa.Column('details_hidden', sa.Boolean(), nullable=False),
    sa.Column('key_id', sa.String(length=43), nullable=False),
    sa.Column('signature', sa.String(length=88), nullable=False),
    sa.Column('template_version', sa.Integer(), nullable=True),
    sa.Column('engine_version', sa.String(length=20), nullable=True),
    sa.Column('pdf_key', sa.String(length=80), nullable=True),
    sa.Column('pdf_problem', sa.Text(), nullable=True),
    sa.CheckConstraint("(status = 'replaced') = (replaced_by_id IS NOT NULL)", name=op.f('ck_award_replaced')),
    sa.CheckConstraint("(status = 'valid') = (status_at IS NULL)", name=op.f('ck_award_status_dated')),
    sa.CheckConstraint("kind IN ('course', 'webinar', 'programme')", name=op.f('ck_award_kind')),
    sa.CheckConstraint("status IN ('valid', 'revoked', 'replaced')", name=op.f('ck_award_status')),
    sa.CheckConstraint("tier IN ('participation', 'completion', 'diploma')", name=op.f('ck_award_tier')),
    sa.CheckConstraint('lineage >= 0', name=op.f('ck_award_lineage')),
    sa.CheckConstraint('minutes >= 0', name=op.f('ck_award_minutes')),
    sa.CheckConstraint('score_hundredths BETWEEN 0 AND 10000', name=op.f('ck_award_score')),
    sa.ForeignKeyConstraint(['key_id'], ['signing_key.kid'], name=op.f('fk_award_key_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_award_person_id')),
    sa.ForeignKeyConstraint(['replaced_by_id'], ['award.id'], name=op.f('fk_award_replaced_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award')),
    sa.UniqueConstraint('code', name=op.f('uq_award_code')),
    sa.UniqueConstraint('person_id', 'subject_key', 'lineage', name=op.f('uq_award_person_id_subject_key_lineage')),
    sa.UniqueConstraint('public_id', name=op.f('uq_award_public_id'))
    )
    with op.batch_alter_table('award', schema=None) as batch_op:
        batch_op.create_index('ix_award_issued_at', ['issued_at'], unique=False)
        batch_op.create_index('ix_award_subject_key', ['subject_key'], unique=False)

    op.create_table('consent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('version', sa.String(length=20), nullable=False),
    sa.Column('given_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('withdrawn_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_consent_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consent_person_id'), ['person_id'], unique=False)

    op.create_table('mail_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('expires_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('used_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint("purpose IN ('confirm', 'reset', 'change-email')", name=op.f('ck_mail_link_purpose')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_mail_link_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_mail_link_token_hash'))
    )
    with op.batch_alter_table('mail_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mail_link_person_id'), ['person_id'], unique=False)

    op.create_table('membership',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('scope_kind', sa.String(length=20), nullable=False),
    sa.Column('scope_id', sa.Integer(), nullable=False),
    sa.Column('granted_by_id', sa.Integer(), nullable=True),
    sa.Column('granted_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.CheckConstraint("role <> 'admin' OR scope_kind = 'all'", name=op.f('ck_membership_admin_of_all')),
    sa.CheckConstraint("role IN ('learner', 'partner', 'trainer', 'reviewer', 'analyst', 'admin')", name=op.f('ck_membership_role')),
    sa.CheckConstraint("scope_kind IN ('all', 'organisation', 'course', 'tool')", name=op.f('ck_membership_scope_kind')),
    sa.ForeignKeyConstraint(['granted_by_id'], ['person.id'], name=op.f('fk_membership_granted_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_membership_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership')),
    sa.UniqueConstraint('person_id', 'role', 'scope_kind', 'scope_id', name=op.f('uq_membership_person_id_role_scope_kind_scope_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_membership_public_id'))
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index('ix_membership_scope', ['scope_kind', 'scope_id'], unique=False)

    op.create_table('sign_in',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('device', sa.String(length=200), nullable=False),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('proved_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('expires_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('ended_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sign_in_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in')),
    sa.UniqueConstraint('public_id', name=op.f('uq_sign_in_public_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sign_in_token_hash'))
    )
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_person_id'), ['person_id'], unique=False)

    op.create_table('source_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('storage_key', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('format', sa.String(length=20), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('uploaded_by_id', sa.Integer(), nullable=True),
    sa.Column('uploaded_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['uploaded_by_id'], ['person.id'], name=op.f('fk_source_document_uploaded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_source_document')),
    sa.UniqueConstraint('sha256', name=op.f('uq_source_document_sha256'))
    )
    op.create_table('token',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('scopes', sa.String(length=40), nullable=False),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('expires_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('revoked_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_token_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_token')),
    sa.UniqueConstraint('public_id', name=op.f('uq_token_public_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_token_token_hash'))
    )
    with op.batch_alter_table('token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_token_person_id'), ['person_id'], unique=False)

    op.create_table('edition',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('tool_id', sa.Integer(), nullable=False),
    sa.Column('source_document_id', sa.Integer(), nullable=True),
    sa.Column('label', sa.String(length=120), nullable=False),
    sa.Column('symbol', sa.String(length=120), nullable=False),
    sa.Column('publisher', sa.String(length=200), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('rights', sa.Text(), nullable=False),
    sa.Column('acknowledgement', sa.Text(), nullable=False),
    sa.Column('source_address', sa.String(length=500), nullable=False),
    sa.Column('loaded_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('shown_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.CheckConstraint("status IN ('draft', 'in-consultation', 'in-pilot', 'adopted', 'superseded')", name=op.f('ck_edition_status')),
    sa.ForeignKeyConstraint(['source_document_id'], ['source_document.id'], name=op.f('fk_edition_source_document_id')),
    sa.ForeignKeyConstraint(['tool_id'], ['tool.id'], name=op.f('fk_edition_tool_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_edition')),
    sa.UniqueConstraint('public_id', name=op.f('uq_edition_public_id')),
    sa.UniqueConstraint('tool_id', 'label', 'language', name=op.f('uq_edition_tool_id_label_language'))
    )
    with op.batch_alter_table('edition', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_edition_tool_id'), ['tool_id'], unique=False)

    op.create_table('glossary_term',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('paragraph_key', sa.String(length=20), nullable=True),
    sa.Column('term', sa.String(length=200), nullable=False),
    sa.Column('meaning', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_glossary_term_edition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_glossary_term')),
    sa.UniqueConstraint('edition_id', 'term', name=op.f('uq_glossary_term_edition_id_term'))
    )
    op.create_table('import',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('source_document_id', sa.Integer(), nullable=False),
    sa.Column('started_by_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('progress', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(length=80), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=True),
    sa.Column('problem', sa.Text(), nullable=True),
    sa.Column('details', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('decisions', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('report', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('model_key', sa.String(length=80), nullable=True),
    sa.Column('edition_id', sa.Integer(), nullable=True),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('finished_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint("state IN ('waiting', 'reading', 'review', 'done', 'refused', 'failed', 'cancelled')", name=op.f('ck_import_state')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_import_edition_id')),
    sa.ForeignKeyConstraint(['source_document_id'], ['source_document.id'], name=op.f('fk_import_source_document_id')),
    sa.ForeignKeyConstraint(['started_by_id'], ['person.id'], name=op.f('fk_import_started_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import')),
    sa.UniqueConstraint('public_id', name=op.f('uq_import_public_id'))
    )
    with op.batch_alter_table('import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_source_document_id'), ['source_document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_started_by_id'), ['started_by_id'], unique=False)

    op.create_table('media',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('content_type', sa.String(length=40), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('alt', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_media_edition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_media')),
    sa.UniqueConstraint('edition_id', 'name', name=op.f('uq_media_edition_id_name'))
    )
    with op.batch_alter_table('media', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_media_name'), ['name'], unique=False)

    op.create_table('section',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(length=60), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.CheckConstraint("role IN ('body', 'front', 'annex', 'glossary')", name=op.f('ck_section_role')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_section_edition_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['section.id'], name=op.f('fk_section_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_section')),
    sa.UniqueConstraint('edition_id', 'position', name=op.f('uq_section_edition_id_position'))
    )
    with op.batch_alter_table('section', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_section_parent_id'), ['parent_id'], unique=False)

    op.create_table('course',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.Column('audience', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('topic', sa.String(length=200), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=True),
    sa.Column('current_release_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('updated_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.CheckConstraint("level IN ('introductory', 'intermediate', 'advanced')", name=op.f('ck_course_level')),
    sa.CheckConstraint("state IN ('building', 'draft', 'published', 'withdrawn')", name=op.f('ck_course_state')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_course_created_by_id')),
    sa.ForeignKeyConstraint(['current_release_id'], ['release.id'], name='fk_course_current_release_id', use_alter=True),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_course_edition_id')),
    sa.ForeignKeyConstraint(['import_id'], ['import.id'], name=op.f('fk_course_import_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_course_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course')),
    sa.UniqueConstraint('import_id', name=op.f('uq_course_import_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_course_public_id')),
    sa.UniqueConstraint('slug', name=op.f('uq_course_slug'))
    )
    with op.batch_alter_table('course', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_course_edition_id'), ['edition_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_course_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_course_state'), ['state'], unique=False)

    op.create_table('paragraph',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('section_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=20), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('label', sa.String(length=60), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('page', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_paragraph_edition_id')),
    sa.ForeignKeyConstraint(['section_id'], ['section.id'], name=op.f('fk_paragraph_section_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paragraph')),
    sa.UniqueConstraint('edition_id', 'key', name=op.f('uq_paragraph_edition_id_key')),
    sa.UniqueConstraint('edition_id', 'position', name=op.f('uq_paragraph_edition_id_position'))
    )
    with op.batch_alter_table('paragraph', schema=None) as batch_op:
        batch_op.create_index('ix_paragraph_key', ['key'], unique=False)
        batch_op.create_index(batch_op.f('ix_paragraph_section_id'), ['section_id'], unique=False)

    op.create_table('module',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('counted', sa.Boolean(), nullable=False),
    sa.Column('removed_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_module_course_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_module')),
    sa.UniqueConstraint('public_id', name=op.f('uq_module_public_id'))
    )
    with op.batch_alter_table('module', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_module_course_id'), ['course_id'], unique=False)

    op.create_table('question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('topic', sa.String(length=120), nullable=False),
    sa.Column('current_revision_id', sa.Integer(), nullable=True),
    sa.Column('retired_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_question_course_id')),
    sa.ForeignKeyConstraint(['current_revision_id'], ['question_revision.id'], name='fk_question_current_revision_id', use_alter=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question')),
    sa.UniqueConstraint('public_id', name=op.f('uq_question_public_id'))
    )
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_course_id'), ['course_id'], unique=False)

    op.create_table('release',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('required_steps', sa.Integer(), nullable=False),
    sa.Column('outline', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('published_by_id', sa.Integer(), nullable=True),
    sa.Column('published_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_release_course_id')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_release_edition_id')),
    sa.ForeignKeyConstraint(['published_by_id'], ['person.id'], name=op.f('fk_release_published_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_release')),
    sa.UniqueConstraint('course_id', 'number', name=op.f('uq_release_course_id_number'))
    )
    op.create_table('question_revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('content', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('answer_key', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('paragraphs', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_question_revision_author_id')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_revision_question_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_revision')),
    sa.UniqueConstraint('question_id', 'number', name=op.f('uq_question_revision_question_id_number'))
    )
    op.create_table('step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('module_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.Column('ready', sa.Boolean(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('removed_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint("kind IN ('lesson', 'quiz')", name=op.f('ck_step_kind')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_step_course_id')),
    sa.ForeignKeyConstraint(['module_id'], ['module.id'], name=op.f('fk_step_module_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_step')),
    sa.UniqueConstraint('public_id', name=op.f('uq_step_public_id'))
    )
    with op.batch_alter_table('step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_step_course_id'), ['course_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_step_module_id'), ['module_id'], unique=False)

    op.create_table('enrolment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=True),
    sa.Column('gender', sa.String(length=20), nullable=True),
    sa.Column('stakeholder', sa.String(length=30), nullable=True),
    sa.Column('enrolled_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('left_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('last_step_id', sa.Integer(), nullable=True),
    sa.Column('last_seen_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_enrolment_course_id')),
    sa.ForeignKeyConstraint(['last_step_id'], ['step.id'], name=op.f('fk_enrolment_last_step_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_enrolment_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enrolment')),
    sa.UniqueConstraint('person_id', 'course_id', name=op.f('uq_enrolment_person_id_course_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_enrolment_public_id'))
    )
    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enrolment_course_id'), ['course_id'], unique=False)

    op.create_table('lesson_revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('step_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('blocks', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('words', sa.Integer(), nullable=False),
    sa.Column('based_on', sa.Integer(), nullable=True),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_lesson_revision_author_id')),
    sa.ForeignKeyConstraint(['step_id'], ['step.id'], name=op.f('fk_lesson_revision_step_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lesson_revision')),
    sa.UniqueConstraint('step_id', 'language', 'number', name=op.f('uq_lesson_revision_step_id_language_number'))
    )
    op.create_table('quiz',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('step_id', sa.Integer(), nullable=False),
    sa.Column('introduction', sa.Text(), nullable=False),
    sa.Column('pass_mark', sa.Integer(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('wait_minutes', sa.Integer(), nullable=False),
    sa.Column('time_limit', sa.Integer(), nullable=True),
    sa.Column('draw', sa.Integer(), nullable=True),
    sa.Column('shuffle', sa.Boolean(), nullable=False),
    sa.CheckConstraint('attempts >= 0', name=op.f('ck_quiz_attempts')),
    sa.CheckConstraint('pass_mark BETWEEN 0 AND 10000', name=op.f('ck_quiz_pass_mark')),
    sa.ForeignKeyConstraint(['step_id'], ['step.id'], name=op.f('fk_quiz_step_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quiz')),
    sa.UniqueConstraint('step_id', name=op.f('uq_quiz_step_id'))
    )
    op.create_table('release_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('release_id', sa.Integer(), nullable=False),
    sa.Column('step_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('module_title', sa.String(length=300), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('words', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['release_id'], ['release.id'], name=op.f('fk_release_step_release_id')),
    sa.ForeignKeyConstraint(['step_id'], ['step.id'], name=op.f('fk_release_step_step_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_release_step')),
    sa.UniqueConstraint('release_id', 'position', name=op.f('uq_release_step_release_id_position')),
    sa.UniqueConstraint('release_id', 'step_id', name=op.f('uq_release_step_release_id_step_id'))
    )
    with op.batch_alter_table('release_step', schema=None) as batch_op:
        batch_op.create_index('ix_release_step_step_id', ['step_id'], unique=False)

    op.create_table('attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('quiz_id', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('seed', sa.Integer(), nullable=False),
    sa.Column('pass_mark', sa.Integer(), nullable=False),
    sa.Column('started_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('deadline', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('submitted_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('score', sa.Integer(), nullable=True),
    sa.Column('passed', sa.Boolean(), nullable=True),
    sa.Column('results', sa.JSON(none_as_null=True), nullable=True),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_attempt_enrolment_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_attempt_person_id')),
    sa.ForeignKeyConstraint(['quiz_id'], ['quiz.id'], name=op.f('fk_attempt_quiz_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt')),
    sa.UniqueConstraint('enrolment_id', 'quiz_id', 'number', name=op.f('uq_attempt_enrolment_id_quiz_id_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_attempt_public_id'))
    )
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attempt_deadline'), ['deadline'], unique=False)
        batch_op.create_index(batch_op.f('ix_attempt_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attempt_quiz_id'), ['quiz_id'], unique=False)
        batch_op.create_index('uq_attempt_open', ['enrolment_id', 'quiz_id'], unique=True, sqlite_where=sa.text('submitted_at IS NULL'), postgresql_where=sa.text('submitted_at IS NULL'))

    op.create_table('completion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('release_id', sa.Integer(), nullable=False),
    sa.Column('completed_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=True),
    sa.Column('trace', sa.JSON(none_as_null=True), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_completion_enrolment_id')),
    sa.ForeignKeyConstraint(['release_id'], ['release.id'], name=op.f('fk_completion_release_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_completion')),
    sa.UniqueConstraint('enrolment_id', name=op.f('uq_completion_enrolment_id'))
    )
    with op.batch_alter_table('completion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_completion_release_id'), ['release_id'], unique=False)

    op.create_table('quiz_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('quiz_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_quiz_item_question_id')),
    sa.ForeignKeyConstraint(['quiz_id'], ['quiz.id'], name=op.f('fk_quiz_item_quiz_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quiz_item')),
    sa.UniqueConstraint('quiz_id', 'question_id', name=op.f('uq_quiz_item_quiz_id_question_id'))
    )
    with op.batch_alter_table('quiz_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_quiz_item_question_id'), ['question_id'], unique=False)

    op.create_table('step_progress',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('step_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('completed_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('score', sa.Integer(), nullable=True),
    sa.Column('release_id', sa.Integer(), nullable=True),
    sa.Column('block', sa.String(length=20), nullable=True),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_step_progress_enrolment_id')),
    sa.ForeignKeyConstraint(['release_id'], ['release.id'], name=op.f('fk_step_progress_release_id')),
    sa.ForeignKeyConstraint(['step_id'], ['step.id'], name=op.f('fk_step_progress_step_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_step_progress')),
    sa.UniqueConstraint('enrolment_id', 'step_id', name=op.f('uq_step_progress_enrolment_id_step_id'))
    )
    with op.batch_alter_table('step_progress', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_step_progress_step_id'), ['step_id'], unique=False)

    op.create_table('answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('attempt_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('client_key', sa.String(length=40), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('response', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('saved_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_answer_attempt_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer')),
    sa.UniqueConstraint('attempt_id', 'position', 'client_key', name=op.f('uq_answer_attempt_id_position_client_key'))
    )
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.create_index('ix_answer_latest', ['attempt_id', 'position', 'sequence'], unique=False)

    op.create_table('attempt_question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('attempt_id', sa.Integer(), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.Column('choice_order', sa.JSON(none_as_null=True), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_attempt_question_attempt_id')),
    sa.ForeignKeyConstraint(['revision_id'], ['question_revision.id'], name=op.f('fk_attempt_question_revision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt_question')),
    sa.UniqueConstraint('attempt_id', 'position', name=op.f('uq_attempt_question_attempt_id_position'))
    )
    with op.batch_alter_table('attempt_question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attempt_question_revision_id'), ['revision_id'], unique=False)

    # Courses and releases point to each other, questions and revisions too.
    with op.batch_alter_table("course") as batch_op:
        batch_op.create_foreign_key(
            "fk_course_current_release_id", "release", ["current_release_id"], ["id"]
        )
    with op.batch_alter_table("question") as batch_op:
        batch_op.create_foreign_key(
            "fk_question_current_revision_id", "question_revision", ["current_revision_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("question") as batch_op:
        batch_op.drop_constraint("fk_question_current_revision_id", type_="foreignkey")
    with op.batch_alter_table("course") as batch_op:
        batch_op.drop_constraint("fk_course_current_release_id", type_="foreignkey")
    with op.batch_alter_table('attempt_question', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attempt_question_revision_id'))

    op.drop_table('attempt_question')
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.drop_index('ix_answer_latest')

    op.drop_table('answer')
    with op.batch_alter_table('step_progress', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_step_progress_step_id'))

    op.drop_table('step_progress')
    with op.batch_alter_table('quiz_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_quiz_item_question_id'))

    op.drop_table('quiz_item')
    with op.batch_alter_table('completion', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_completion_release_id'))

    op.drop_table('completion')
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_index('uq_attempt_open', sqlite_where=sa.text('submitted_at IS NULL'), postgresql_where=sa.text('submitted_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_attempt_quiz_id'))
        batch_op.drop_index(batch_op.f('ix_attempt_person_id'))
        batch_op.drop_index(batch_op.f('ix_attempt_deadline'))

    op.drop_table('attempt')
    with op.batch_alter_table('release_step', schema=None) as batch_op:
        batch_op.drop_index('ix_release_step_step_id')

    op.drop_table('release_step')
    op.drop_table('quiz')
    op.drop_table('lesson_revision')
    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_enrolment_course_id'))

    op.drop_table('enrolment')
    with op.batch_alter_table('step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_step_module_id'))
        batch_op.drop_index(batch_op.f('ix_step_course_id'))

    op.drop_table('step')
    op.drop_table('question_revision')
    op.drop_table('release')
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_course_id'))

    op.drop_table('question')
    with op.batch_alter_table('module', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_module_course_id'))

    op.drop_table('module')
    with op.batch_alter_table('paragraph', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paragraph_section_id'))
        batch_op.drop_index('ix_paragraph_key')

    op.drop_table('paragraph')
    with op.batch_alter_table('course', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_course_state'))
        batch_op.drop_index(batch_op.f('ix_course_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_course_edition_id'))

    op.drop_table('course')
    with op.batch_alter_table('section', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_section_parent_id'))

    op.drop_table('section')
    with op.batch_alter_table('media', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_media_name'))

    op.drop_table('media')
    with op.batch_alter_table('import', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_import_started_by_id'))
        batch_op.drop_index(batch_op.f('ix_import_source_document_id'))

    op.drop_table('import')
    op.drop_table('glossary_term')
    with op.batch_alter_table('edition', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_edition_tool_id'))

    op.drop_table('edition')
    with op.batch_alter_table('token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_token_person_id'))

    op.drop_table('token')
    op.drop_table('source_document')
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_person_id'))

    op.drop_table('sign_in')
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index('ix_membership_scope')

    op.drop_table('membership')
    with op.batch_alter_table('mail_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mail_link_person_id'))

    op.drop_table('mail_link')
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consent_person_id'))

    op.drop_table('consent')
    with op.batch_alter_table('award', schema=None) as batch_op:
        batch_op.drop_index('ix_award_subject_key')
        batch_op.drop_index('ix_award_issued_at')

    op.drop_table('award')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_entry_thing')
        batch_op.drop_index(batch_op.f('ix_audit_entry_actor_id'))

    op.drop_table('audit_entry')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_organisation_id'))

    op.drop_table('person')
    op.drop_table('tool')
    op.drop_table('signing_key')
    op.drop_table('organisation')
    with op.batch_alter_table('kept_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_kept_answer_kept_at'))

    op.drop_table('kept_answer')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index('ix_job_waiting')

    op.drop_table('job')
    with op.batch_alter_table('failed_sign_in', schema=None) as batch_op:
        batch_op.drop_index('ix_failed_sign_in_key')

    op.drop_table('failed_sign_in')
