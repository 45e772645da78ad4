"""Programmes, ways in, rules, surveys, notes, letters

Revision ID: 0007
Revises: 0006
Created: 2026-11-28 10:50:11.900228
"""

import sqlalchemy as sa
from alembic import op
import elearn.core.database


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('cohort',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_cohort_created_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_cohort_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort')),
    sa.UniqueConstraint('public_id', name=op.f('uq_cohort_public_id'))
    )
    with op.batch_alter_table('cohort', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cohort_created_by_id'), ['created_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_cohort_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('form',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=True),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('follows_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('introduction', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.CheckConstraint("kind IN ('survey', 'checklist', 'follow-up')", name=op.f('ck_form_kind')),
    sa.CheckConstraint("state IN ('draft', 'open', 'closed')", name=op.f('ck_form_state')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_form_created_by_id')),
    sa.ForeignKeyConstraint(['follows_id'], ['form.id'], name=op.f('fk_form_follows_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_form_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_form')),
    sa.UniqueConstraint('key', 'language', 'number', name=op.f('uq_form_key_language_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_form_public_id'))
    )
    with op.batch_alter_table('form', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_form_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('learner_action',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('changed_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint("state IN ('open', 'done', 'partly', 'blocked', 'dropped')", name=op.f('ck_learner_action_state')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_learner_action_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_learner_action')),
    sa.UniqueConstraint('public_id', name=op.f('uq_learner_action_public_id'))
    )
    with op.batch_alter_table('learner_action', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_learner_action_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_learner_action_subject', ['subject'], unique=False)

    op.create_table('letter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('template', sa.String(length=60), nullable=False),
    sa.Column('mark', sa.String(length=80), nullable=False),
    sa.Column('subject', sa.String(length=300), server_default='', nullable=False),
    sa.Column('context', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('problem', sa.String(length=500), nullable=False),
    sa.Column('asked_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('sent_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint("state IN ('queued', 'waiting', 'sent', 'not-wanted', 'not-sent')", name=op.f('ck_letter_state')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_letter_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter')),
    sa.UniqueConstraint('person_id', 'mark', name=op.f('uq_letter_person_id_mark'))
    )
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_letter_kind'), ['kind'], unique=False)
        batch_op.create_index('ix_letter_state', ['state', 'id'], unique=False)

    op.create_table('mail_preference',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('how', sa.String(length=20), nullable=False),
    sa.Column('changed_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.CheckConstraint("how IN ('at-once', 'weekly', 'never')", name=op.f('ck_mail_preference_how')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_mail_preference_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_preference')),
    sa.UniqueConstraint('person_id', 'kind', name=op.f('uq_mail_preference_person_id_kind'))
    )
    op.create_table('programme',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('audience', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('objectives', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('needs', sa.Text(), nullable=False),
    sa.Column('budget_note', sa.Text(), nullable=False),
    sa.Column('order', sa.String(length=20), nullable=False),
    sa.Column('needed', sa.Integer(), nullable=True),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.CheckConstraint("state IN ('draft', 'published', 'retired')", name=op.f('ck_programme_state')),
    sa.CheckConstraint('"order" IN (\'in-order\', \'any-order\', \'some\')', name=op.f('ck_programme_order')),
    sa.CheckConstraint('places > 0', name=op.f('ck_programme_places')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_programme_created_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_programme_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme')),
    sa.UniqueConstraint('public_id', name=op.f('uq_programme_public_id')),
    sa.UniqueConstraint('slug', name=op.f('uq_programme_slug'))
    )
    with op.batch_alter_table('programme', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_programme_created_by_id'), ['created_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_programme_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_programme_state'), ['state'], unique=False)

    op.create_table('cohort_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('added_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_member_cohort_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_cohort_member_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_member')),
    sa.UniqueConstraint('cohort_id', 'person_id', name=op.f('uq_cohort_member_cohort_id_person_id'))
    )
    with op.batch_alter_table('cohort_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cohort_member_person_id'), ['person_id'], unique=False)

    op.create_table('follow_up',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('form_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('months', sa.Integer(), nullable=False),
    sa.Column('due_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=True),
    sa.Column('sent_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('answered_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('withdrawn_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['form_id'], ['form.id'], name=op.f('fk_follow_up_form_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_follow_up_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_follow_up')),
    sa.UniqueConstraint('person_id', 'subject', 'months', name=op.f('uq_follow_up_person_id_subject_months')),
    sa.UniqueConstraint('public_id', name=op.f('uq_follow_up_public_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_follow_up_token_hash'))
    )
    with op.batch_alter_table('follow_up', schema=None) as batch_op:
        batch_op.create_index('ix_follow_up_due', ['due_at', 'sent_at'], unique=False)

    op.create_table('form_field',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('form_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('label', sa.String(length=500), nullable=False),
    sa.Column('hint', sa.String(length=500), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.Column('options', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('condition', sa.JSON(none_as_null=True), nullable=True),
    sa.CheckConstraint("kind IN ('scale', 'choice', 'choices', 'yesno', 'number', 'text', 'actions')", name=op.f('ck_form_field_kind')),
    sa.ForeignKeyConstraint(['form_id'], ['form.id'], name=op.f('fk_form_field_form_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_form_field')),
    sa.UniqueConstraint('form_id', 'key', name=op.f('uq_form_field_form_id_key'))
    )
    op.create_table('run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('languages', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=True),
    sa.Column('venue', sa.String(length=300), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=True),
    sa.Column('partner_role', sa.String(length=20), nullable=False),
    sa.Column('door', sa.String(length=20), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=True),
    sa.Column('opens_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('closes_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.Column('cumulative', sa.Integer(), nullable=False),
    sa.Column('order', sa.String(length=20), nullable=False),
    sa.Column('needed', sa.Integer(), nullable=True),
    sa.Column('attendance_percent', sa.Integer(), nullable=False),
    sa.Column('awards', sa.String(length=20), nullable=False),
    sa.Column('plan', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('budget_note', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('approved_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('closed_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint("awards IN ('at-once', 'after-the-run')", name=op.f('ck_run_awards')),
    sa.CheckConstraint("door IN ('open', 'code', 'approval', 'closed')", name=op.f('ck_run_door')),
    sa.CheckConstraint("state IN ('proposed', 'approved', 'running', 'closed', 'reported')", name=op.f('ck_run_state')),
    sa.CheckConstraint('"order" IN (\'in-order\', \'any-order\', \'some\')', name=op.f('ck_run_order')),
    sa.CheckConstraint('attendance_percent BETWEEN 0 AND 100', name=op.f('ck_run_attendance_percent')),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_run_dates')),
    sa.CheckConstraint('places > 0', name=op.f('ck_run_places')),
    sa.CheckConstraint('taken BETWEEN 0 AND places', name=op.f('ck_run_taken')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_run_created_by_id')),
    sa.ForeignKeyConstraint(['partner_id'], ['organisation.id'], name=op.f('fk_run_partner_id')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_run_programme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_run')),
    sa.UniqueConstraint('code', name=op.f('uq_run_code')),
    sa.UniqueConstraint('public_id', name=op.f('uq_run_public_id')),
    sa.UniqueConstraint('slug', name=op.f('uq_run_slug'))
    )
    with op.batch_alter_table('run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_run_created_by_id'), ['created_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_run_partner_id'), ['partner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_run_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_run_state'), ['state'], unique=False)

    op.create_table('class_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('online', sa.Boolean(), nullable=False),
    sa.Column('starts_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('venue', sa.String(length=300), nullable=False),
    sa.Column('address', sa.String(length=500), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.Column('cancelled_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint('minutes BETWEEN 1 AND 1440', name=op.f('ck_class_session_minutes')),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_class_session_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_class_session')),
    sa.UniqueConstraint('public_id', name=op.f('uq_class_session_public_id'))
    )
    with op.batch_alter_table('class_session', schema=None) as batch_op:
        batch_op.create_index('ix_class_session_run_id', ['run_id', 'starts_at'], unique=False)

    op.create_table('form_response',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('form_id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('invitation_id', sa.Integer(), nullable=True),
    sa.Column('submitted_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('withdrawn_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['form_id'], ['form.id'], name=op.f('fk_form_response_form_id')),
    sa.ForeignKeyConstraint(['invitation_id'], ['follow_up.id'], name=op.f('fk_form_response_invitation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_form_response_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_form_response')),
    sa.UniqueConstraint('form_id', 'subject', 'person_id', name=op.f('uq_form_response_form_id_subject_person_id')),
    sa.UniqueConstraint('invitation_id', name=op.f('uq_form_response_invitation_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_form_response_public_id'))
    )
    with op.batch_alter_table('form_response', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_form_response_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_form_response_subject', ['subject'], unique=False)

    op.create_table('group_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('venue', sa.String(length=300), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('stakeholder', sa.String(length=30), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_group_session_recorded_by_id')),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_group_session_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_group_session')),
    sa.UniqueConstraint('public_id', name=op.f('uq_group_session_public_id'))
    )
    with op.batch_alter_table('group_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_group_session_run_id'), ['run_id'], unique=False)

    op.create_table('place',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=True),
    sa.Column('gender', sa.String(length=20), nullable=True),
    sa.Column('stakeholder', sa.String(length=30), nullable=True),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('placed_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('promoted_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('told_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('left_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint("state IN ('asked', 'waiting', 'in', 'withdrawn', 'declined')", name=op.f('ck_place_state')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_place_person_id')),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_place_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_place')),
    sa.UniqueConstraint('public_id', name=op.f('uq_place_public_id')),
    sa.UniqueConstraint('run_id', 'person_id', name=op.f('uq_place_run_id_person_id'))
    )
    with op.batch_alter_table('place', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_place_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_place_queue', ['run_id', 'state', 'number'], unique=False)

    op.create_table('run_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('what_happened', sa.Text(), nullable=False),
    sa.Column('difficulties', sa.Text(), nullable=False),
    sa.Column('advice', sa.Text(), nullable=False),
    sa.Column('cost_note', sa.Text(), nullable=False),
    sa.Column('figures', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('handed_in_by_id', sa.Integer(), nullable=True),
    sa.Column('handed_in_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('decision_note', sa.Text(), nullable=False),
    sa.CheckConstraint("state IN ('draft', 'handed-in', 'returned', 'accepted')", name=op.f('ck_run_report_state')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_run_report_decided_by_id')),
    sa.ForeignKeyConstraint(['handed_in_by_id'], ['person.id'], name=op.f('fk_run_report_handed_in_by_id')),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_run_report_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_run_report')),
    sa.UniqueConstraint('public_id', name=op.f('uq_run_report_public_id')),
    sa.UniqueConstraint('run_id', name=op.f('uq_run_report_run_id'))
    )
    op.create_table('run_trainer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('learned_in_id', sa.Integer(), nullable=True),
    sa.Column('added_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['learned_in_id'], ['run.id'], name=op.f('fk_run_trainer_learned_in_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_run_trainer_person_id')),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_run_trainer_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_run_trainer')),
    sa.UniqueConstraint('run_id', 'person_id', name=op.f('uq_run_trainer_run_id_person_id'))
    )
    with op.batch_alter_table('run_trainer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_run_trainer_learned_in_id'), ['learned_in_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_run_trainer_person_id'), ['person_id'], unique=False)

    op.create_table('attendance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('place_id', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.CheckConstraint("source IN ('list', 'import', 'self')", name=op.f('ck_attendance_source')),
    sa.CheckConstraint('minutes >= 0', name=op.f('ck_attendance_minutes')),
    sa.ForeignKeyConstraint(['place_id'], ['place.id'], name=op.f('fk_attendance_place_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_attendance_recorded_by_id')),
    sa.ForeignKeyConstraint(['session_id'], ['class_session.id'], name=op.f('fk_attendance_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance')),
    sa.UniqueConstraint('session_id', 'place_id', name=op.f('uq_attendance_session_id_place_id'))
    )
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendance_place_id'), ['place_id'], unique=False)

    op.create_table('attendance_import',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('entries', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('written_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_attendance_import_made_by_id')),
    sa.ForeignKeyConstraint(['session_id'], ['class_session.id'], name=op.f('fk_attendance_import_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance_import')),
    sa.UniqueConstraint('public_id', name=op.f('uq_attendance_import_public_id'))
    )
    with op.batch_alter_table('attendance_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendance_import_made_at'), ['made_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_attendance_import_session_id'), ['session_id'], unique=False)

    op.create_table('form_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('response_id', sa.Integer(), nullable=False),
    sa.Column('field_id', sa.Integer(), nullable=False),
    sa.Column('value', sa.JSON(none_as_null=True), nullable=False),
    sa.ForeignKeyConstraint(['field_id'], ['form_field.id'], name=op.f('fk_form_answer_field_id')),
    sa.ForeignKeyConstraint(['response_id'], ['form_response.id'], name=op.f('fk_form_answer_response_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_form_answer')),
    sa.UniqueConstraint('response_id', 'field_id', name=op.f('uq_form_answer_response_id_field_id'))
    )
    with op.batch_alter_table('form_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_form_answer_field_id'), ['field_id'], unique=False)

    op.create_table('group_count',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('group_session_id', sa.Integer(), nullable=False),
    sa.Column('gender', sa.String(length=20), nullable=False),
    sa.Column('age_band', sa.String(length=20), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.CheckConstraint('people > 0', name=op.f('ck_group_count_people')),
    sa.ForeignKeyConstraint(['group_session_id'], ['group_session.id'], name=op.f('fk_group_count_group_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_group_count')),
    sa.UniqueConstraint('group_session_id', 'gender', 'age_band', name=op.f('uq_group_count_group_session_id_gender_age_band'))
    )
    op.create_table('run_completion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('place_id', sa.Integer(), nullable=False),
    sa.Column('completed_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('trace', sa.JSON(none_as_null=True), nullable=False),
    sa.ForeignKeyConstraint(['place_id'], ['place.id'], name=op.f('fk_run_completion_place_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_run_completion')),
    sa.UniqueConstraint('place_id', name=op.f('uq_run_completion_place_id'))
    )
    op.create_table('course_cohort',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.Column('added_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['added_by_id'], ['person.id'], name=op.f('fk_course_cohort_added_by_id')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_course_cohort_cohort_id')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_course_cohort_course_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course_cohort')),
    sa.UniqueConstraint('course_id', 'cohort_id', name=op.f('uq_course_cohort_course_id_cohort_id'))
    )
    with op.batch_alter_table('course_cohort', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_course_cohort_cohort_id'), ['cohort_id'], unique=False)

    op.create_table('course_rules',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('entry', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('parts', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('completion', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_course_rules_course_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_course_rules_made_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course_rules')),
    sa.UniqueConstraint('course_id', 'number', name=op.f('uq_course_rules_course_id_number'))
    )
    op.create_table('entry_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('label', sa.String(length=120), nullable=False),
    sa.Column('uses', sa.Integer(), nullable=False),
    sa.Column('most_uses', sa.Integer(), nullable=True),
    sa.Column('expires_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('revoked_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.CheckConstraint('uses >= 0', name=op.f('ck_entry_code_uses')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_entry_code_course_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_entry_code_created_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry_code')),
    sa.UniqueConstraint('code', name=op.f('uq_entry_code_code')),
    sa.UniqueConstraint('public_id', name=op.f('uq_entry_code_public_id'))
    )
    with op.batch_alter_table('entry_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entry_code_course_id'), ['course_id'], unique=False)

    op.create_table('entry_invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=True),
    sa.Column('invited_by_id', sa.Integer(), nullable=True),
    sa.Column('invited_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('expires_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('due_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('accepted_by_id', sa.Integer(), nullable=True),
    sa.Column('accepted_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('revoked_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['accepted_by_id'], ['person.id'], name=op.f('fk_entry_invitation_accepted_by_id')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_entry_invitation_course_id')),
    sa.ForeignKeyConstraint(['invited_by_id'], ['person.id'], name=op.f('fk_entry_invitation_invited_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry_invitation')),
    sa.UniqueConstraint('course_id', 'email', name=op.f('uq_entry_invitation_course_id_email')),
    sa.UniqueConstraint('public_id', name=op.f('uq_entry_invitation_public_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_entry_invitation_token_hash'))
    )
    with op.batch_alter_table('entry_invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entry_invitation_accepted_by_id'), ['accepted_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_entry_invitation_email'), ['email'], unique=False)

    op.create_table('entry_list',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=True),
    sa.Column('cohort_id', sa.Integer(), nullable=True),
    sa.Column('mode', sa.String(length=20), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('file_key', sa.String(length=80), nullable=False),
    sa.Column('report_key', sa.String(length=80), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('problem', sa.Text(), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('counts', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('done_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint("mode IN ('add', 'update')", name=op.f('ck_entry_list_mode')),
    sa.CheckConstraint("state IN ('reading', 'tried', 'running', 'done', 'refused')", name=op.f('ck_entry_list_state')),
    sa.CheckConstraint('(course_id IS NULL) <> (cohort_id IS NULL)', name=op.f('ck_entry_list_for_one')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_entry_list_cohort_id')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_entry_list_course_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_entry_list_made_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry_list')),
    sa.UniqueConstraint('public_id', name=op.f('uq_entry_list_public_id'))
    )
    with op.batch_alter_table('entry_list', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entry_list_cohort_id'), ['cohort_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_entry_list_course_id'), ['course_id'], unique=False)

    op.create_table('entry_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('decided_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint("state IN ('open', 'approved', 'declined', 'taken-back')", name=op.f('ck_entry_request_state')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_entry_request_course_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_entry_request_decided_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_entry_request_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry_request')),
    sa.UniqueConstraint('public_id', name=op.f('uq_entry_request_public_id'))
    )
    with op.batch_alter_table('entry_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entry_request_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_entry_request_open', ['course_id', 'person_id'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('entry_terms',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('door', sa.String(length=20), nullable=False),
    sa.Column('reading', sa.Boolean(), nullable=False),
    sa.Column('opens_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('closes_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('places', sa.Integer(), nullable=True),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.Column('due_days', sa.Integer(), nullable=True),
    sa.CheckConstraint("door IN ('open', 'approval', 'closed')", name=op.f('ck_entry_terms_door')),
    sa.CheckConstraint('places > 0', name=op.f('ck_entry_terms_places')),
    sa.CheckConstraint('taken >= 0', name=op.f('ck_entry_terms_taken')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_entry_terms_course_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry_terms')),
    sa.UniqueConstraint('course_id', name=op.f('uq_entry_terms_course_id'))
    )
    op.create_table('nudge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('filters', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('sent_by_id', sa.Integer(), nullable=True),
    sa.Column('sent_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_nudge_course_id')),
    sa.ForeignKeyConstraint(['sent_by_id'], ['person.id'], name=op.f('fk_nudge_sent_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_nudge')),
    sa.UniqueConstraint('public_id', name=op.f('uq_nudge_public_id'))
    )
    with op.batch_alter_table('nudge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_nudge_course_id'), ['course_id'], unique=False)

    op.create_table('programme_part',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('online', sa.Boolean(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.CheckConstraint("(kind = 'course') = (course_id IS NOT NULL)", name=op.f('ck_programme_part_course')),
    sa.CheckConstraint("kind IN ('course', 'session')", name=op.f('ck_programme_part_kind')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_programme_part_course_id')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_programme_part_programme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_part')),
    sa.UniqueConstraint('programme_id', 'position', name=op.f('uq_programme_part_programme_id_position')),
    sa.UniqueConstraint('public_id', name=op.f('uq_programme_part_public_id'))
    )
    with op.batch_alter_table('programme_part', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_programme_part_course_id'), ['course_id'], unique=False)

    op.create_table('risk_rule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('away_days', sa.Integer(), nullable=False),
    sa.Column('due_days', sa.Integer(), nullable=False),
    sa.Column('count_not_started', sa.Boolean(), nullable=False),
    sa.CheckConstraint('away_days BETWEEN 1 AND 365', name=op.f('ck_risk_rule_away_days')),
    sa.CheckConstraint('due_days BETWEEN 0 AND 365', name=op.f('ck_risk_rule_due_days')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_risk_rule_course_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_risk_rule')),
    sa.UniqueConstraint('course_id', name=op.f('uq_risk_rule_course_id'))
    )
    op.create_table('run_part',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_run_part_course_id')),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_run_part_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_run_part')),
    sa.UniqueConstraint('run_id', 'course_id', name=op.f('uq_run_part_run_id_course_id')),
    sa.UniqueConstraint('run_id', 'position', name=op.f('uq_run_part_run_id_position'))
    )
    with op.batch_alter_table('run_part', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_run_part_course_id'), ['course_id'], unique=False)

    op.create_table('note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('step_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=20), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('bookmarked', sa.Boolean(), nullable=False),
    sa.Column('changed_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_note_person_id')),
    sa.ForeignKeyConstraint(['step_id'], ['step.id'], name=op.f('fk_note_step_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_note')),
    sa.UniqueConstraint('person_id', 'step_id', 'key', name=op.f('uq_note_person_id_step_id_key')),
    sa.UniqueConstraint('public_id', name=op.f('uq_note_public_id'))
    )
    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.create_index('ix_note_step_id', ['step_id'], unique=False)

    op.create_table('trainer_question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('step_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=20), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('asked', sa.Text(), nullable=False),
    sa.Column('asked_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('shown', sa.Text(), nullable=False),
    sa.Column('published_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint("state IN ('open', 'answered', 'closed')", name=op.f('ck_trainer_question_state')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_trainer_question_answered_by_id')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_trainer_question_course_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_trainer_question_person_id')),
    sa.ForeignKeyConstraint(['step_id'], ['step.id'], name=op.f('fk_trainer_question_step_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trainer_question')),
    sa.UniqueConstraint('public_id', name=op.f('uq_trainer_question_public_id'))
    )
    with op.batch_alter_table('trainer_question', schema=None) as batch_op:
        batch_op.create_index('ix_trainer_question_course_id', ['course_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_trainer_question_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_trainer_question_step_id', ['step_id', 'published_at'], unique=False)

    op.create_table('nudge_receiver',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('nudge_id', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_nudge_receiver_enrolment_id')),
    sa.ForeignKeyConstraint(['nudge_id'], ['nudge.id'], name=op.f('fk_nudge_receiver_nudge_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_nudge_receiver')),
    sa.UniqueConstraint('nudge_id', 'enrolment_id', name=op.f('uq_nudge_receiver_nudge_id_enrolment_id'))
    )
    with op.batch_alter_table('nudge_receiver', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_nudge_receiver_enrolment_id'), ['enrolment_id'], unique=False)

    op.create_table('override',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('step_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('undone_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint("kind = 'open' OR step_id IS NOT NULL", name=op.f('ck_override_done_step')),
    sa.CheckConstraint("kind IN ('done', 'open')", name=op.f('ck_override_kind')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_override_enrolment_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_override_made_by_id')),
    sa.ForeignKeyConstraint(['step_id'], ['step.id'], name=op.f('fk_override_step_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_override')),
    sa.UniqueConstraint('public_id', name=op.f('uq_override_public_id'))
    )
    with op.batch_alter_table('override', schema=None) as batch_op:
        batch_op.create_index('ix_override_enrolment_id', ['enrolment_id'], unique=False)

    with op.batch_alter_table('completion', schema=None) as batch_op:
        batch_op.add_column(sa.Column('tier', sa.String(length=20), server_default='completion', nullable=False))

    with op.batch_alter_table('course', schema=None) as batch_op:
        batch_op.add_column(sa.Column('rules_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key('fk_course_rules_id', 'course_rules', ['rules_id'], ['id'], use_alter=True)

    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('way', sa.String(length=20), server_default='open', nullable=False))
        batch_op.add_column(sa.Column('due_at', elearn.core.database.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('held', sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table('quiz', schema=None) as batch_op:
        batch_op.add_column(sa.Column('purpose', sa.String(length=20), server_default='check', nullable=False))
        batch_op.create_check_constraint(batch_op.f('ck_quiz_purpose'), "purpose IN ('check', 'before', 'after')")
        batch_op.add_column(sa.Column('pool_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_quiz_pool_id'), ['pool_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_quiz_pool_id'), 'quiz', ['pool_id'], ['id'])



def downgrade() -> None:
    with op.batch_alter_table('quiz', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_quiz_pool_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_quiz_pool_id'))
        batch_op.drop_column('pool_id')
        batch_op.drop_column('purpose')

    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.drop_column('held')
        batch_op.drop_column('due_at')
        batch_op.drop_column('way')

    with op.batch_alter_table('course', schema=None) as batch_op:
        batch_op.drop_constraint('fk_course_rules_id', type_='foreignkey')
        batch_op.drop_column('rules_id')

    with op.batch_alter_table('completion', schema=None) as batch_op:
        batch_op.drop_column('tier')

    with op.batch_alter_table('override', schema=None) as batch_op:
        batch_op.drop_index('ix_override_enrolment_id')

    op.drop_table('override')
    with op.batch_alter_table('nudge_receiver', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_nudge_receiver_enrolment_id'))

    op.drop_table('nudge_receiver')
    with op.batch_alter_table('trainer_question', schema=None) as batch_op:
        batch_op.drop_index('ix_trainer_question_step_id')
        batch_op.drop_index(batch_op.f('ix_trainer_question_person_id'))
        batch_op.drop_index('ix_trainer_question_course_id')

    op.drop_table('trainer_question')
    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.drop_index('ix_note_step_id')

    op.drop_table('note')
    with op.batch_alter_table('run_part', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_run_part_course_id'))

    op.drop_table('run_part')
    op.drop_table('risk_rule')
    with op.batch_alter_table('programme_part', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_programme_part_course_id'))

    op.drop_table('programme_part')
    with op.batch_alter_table('nudge', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_nudge_course_id'))

    op.drop_table('nudge')
    op.drop_table('entry_terms')
    with op.batch_alter_table('entry_request', schema=None) as batch_op:
        batch_op.drop_index('uq_entry_request_open', sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.drop_index(batch_op.f('ix_entry_request_person_id'))

    op.drop_table('entry_request')
    with op.batch_alter_table('entry_list', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_entry_list_course_id'))
        batch_op.drop_index(batch_op.f('ix_entry_list_cohort_id'))

    op.drop_table('entry_list')
    with op.batch_alter_table('entry_invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_entry_invitation_email'))
        batch_op.drop_index(batch_op.f('ix_entry_invitation_accepted_by_id'))

    op.drop_table('entry_invitation')
    with op.batch_alter_table('entry_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_entry_code_course_id'))

    op.drop_table('entry_code')
    op.drop_table('course_rules')
    with op.batch_alter_table('course_cohort', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_course_cohort_cohort_id'))

    op.drop_table('course_cohort')
    op.drop_table('run_completion')
    op.drop_table('group_count')
    with op.batch_alter_table('form_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_form_answer_field_id'))

    op.drop_table('form_answer')
    with op.batch_alter_table('attendance_import', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attendance_import_session_id'))
        batch_op.drop_index(batch_op.f('ix_attendance_import_made_at'))

    op.drop_table('attendance_import')
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attendance_place_id'))

    op.drop_table('attendance')
    with op.batch_alter_table('run_trainer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_run_trainer_person_id'))
        batch_op.drop_index(batch_op.f('ix_run_trainer_learned_in_id'))

    op.drop_table('run_trainer')
    op.drop_table('run_report')
    with op.batch_alter_table('place', schema=None) as batch_op:
        batch_op.drop_index('ix_place_queue')
        batch_op.drop_index(batch_op.f('ix_place_person_id'))

    op.drop_table('place')
    with op.batch_alter_table('group_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_group_session_run_id'))

    op.drop_table('group_session')
    with op.batch_alter_table('form_response', schema=None) as batch_op:
        batch_op.drop_index('ix_form_response_subject')
        batch_op.drop_index(batch_op.f('ix_form_response_person_id'))

    op.drop_table('form_response')
    with op.batch_alter_table('class_session', schema=None) as batch_op:
        batch_op.drop_index('ix_class_session_run_id')

    op.drop_table('class_session')
    with op.batch_alter_table('run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_run_state'))
        batch_op.drop_index(batch_op.f('ix_run_programme_id'))
        batch_op.drop_index(batch_op.f('ix_run_partner_id'))
        batch_op.drop_index(batch_op.f('ix_run_created_by_id'))

    op.drop_table('run')
    op.drop_table('form_field')
    with op.batch_alter_table('follow_up', schema=None) as batch_op:
        batch_op.drop_index('ix_follow_up_due')

    op.drop_table('follow_up')
    with op.batch_alter_table('cohort_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cohort_member_person_id'))

    op.drop_table('cohort_member')
    with op.batch_alter_table('programme', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_programme_state'))
        batch_op.drop_index(batch_op.f('ix_programme_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_programme_created_by_id'))

    op.drop_table('programme')
    op.drop_table('mail_preference')
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.drop_index('ix_letter_state')
        batch_op.drop_index(batch_op.f('ix_letter_kind'))

    op.drop_table('letter')
    with op.batch_alter_table('learner_action', schema=None) as batch_op:
        batch_op.drop_index('ix_learner_action_subject')
        batch_op.drop_index(batch_op.f('ix_learner_action_person_id'))

    op.drop_table('learner_action')
    with op.batch_alter_table('form', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_form_organisation_id'))

    op.drop_table('form')
    with op.batch_alter_table('cohort', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cohort_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_cohort_created_by_id'))

    op.drop_table('cohort')
