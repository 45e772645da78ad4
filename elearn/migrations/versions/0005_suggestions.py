"""Suggestions of a provider: its setting, requests, texts

Revision ID: 0005
Revises: 0004
Created: 2026-11-28 08:32:53.326826
"""

import sqlalchemy as sa
from alembic import op
import elearn.core.database


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('suggestion_consent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('written_by_id', sa.Integer(), nullable=True),
    sa.Column('written_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['written_by_id'], ['person.id'], name=op.f('fk_suggestion_consent_written_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_suggestion_consent')),
    sa.UniqueConstraint('version', name=op.f('uq_suggestion_consent_version'))
    )
    op.create_table('suggestion_setting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.Column('provider', sa.String(length=200), nullable=False),
    sa.Column('sealed_key', sa.Text(), nullable=True),
    sa.Column('key_end', sa.String(length=4), nullable=False),
    sa.Column('consent_id', sa.Integer(), nullable=True),
    sa.Column('daily_limit', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.Column('changed_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.CheckConstraint("NOT is_on OR (provider <> '' AND sealed_key IS NOT NULL AND consent_id IS NOT NULL)", name=op.f('ck_suggestion_setting_complete')),
    sa.CheckConstraint('id = 1', name=op.f('ck_suggestion_setting_the_one')),
    sa.ForeignKeyConstraint(['changed_by_id'], ['person.id'], name=op.f('fk_suggestion_setting_changed_by_id')),
    sa.ForeignKeyConstraint(['consent_id'], ['suggestion_consent.id'], name=op.f('fk_suggestion_setting_consent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_suggestion_setting'))
    )
    op.create_table('suggestion_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('step_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('block_ids', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('characters', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=200), nullable=False),
    sa.Column('consent_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('problem', sa.String(length=300), nullable=False),
    sa.Column('dropped', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('milliseconds', sa.Integer(), nullable=True),
    sa.Column('asked_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('ended_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint("(state = 'ended') = (outcome <> '')", name=op.f('ck_suggestion_request_outcome')),
    sa.CheckConstraint("state IN ('waiting', 'asking', 'ended')", name=op.f('ck_suggestion_request_state')),
    sa.ForeignKeyConstraint(['consent_id'], ['suggestion_consent.id'], name=op.f('fk_suggestion_request_consent_id')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_suggestion_request_course_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_suggestion_request_person_id')),
    sa.ForeignKeyConstraint(['step_id'], ['step.id'], name=op.f('fk_suggestion_request_step_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_suggestion_request')),
    sa.UniqueConstraint('public_id', name=op.f('uq_suggestion_request_public_id'))
    )
    with op.batch_alter_table('suggestion_request', schema=None) as batch_op:
        batch_op.create_index('ix_suggestion_request_person_id', ['person_id', 'asked_at'], unique=False)
        batch_op.create_index('ix_suggestion_request_step_id', ['step_id'], unique=False)

    op.create_table('suggested_text',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('block_ids', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=True),
    sa.CheckConstraint("state IN ('open', 'accepted', 'dismissed')", name=op.f('ck_suggested_text_state')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_suggested_text_decided_by_id')),
    sa.ForeignKeyConstraint(['request_id'], ['suggestion_request.id'], name=op.f('fk_suggested_text_request_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_suggested_text')),
    sa.UniqueConstraint('public_id', name=op.f('uq_suggested_text_public_id')),
    sa.UniqueConstraint('request_id', 'position', name=op.f('uq_suggested_text_request_id_position'))
    )


def downgrade() -> None:
    op.drop_table('suggested_text')
    with op.batch_alter_table('suggestion_request', schema=None) as batch_op:
        batch_op.drop_index('ix_suggestion_request_step_id')
        batch_op.drop_index('ix_suggestion_request_person_id')

    op.drop_table('suggestion_request')
    op.drop_table('suggestion_setting')
    op.drop_table('suggestion_consent')
