"""Webinars

Revision ID: 0008
Revises: 0007
Created: 2026-11-28 14:06:17.656115
"""

import sqlalchemy as sa
from alembic import op
import elearn.core.database


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('form', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_form_kind'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_form_kind'), "kind IN ('survey', 'checklist', 'follow-up', 'registration')")

    with op.batch_alter_table('form_field', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_form_field_kind'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_form_field_kind'), "kind IN ('scale', 'choice', 'choices', 'yesno', 'number', 'text', 'actions', 'country', 'stakeholder', 'consent')")

    op.create_table('webinar',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('sign_up', sa.String(length=10), nullable=False),
    sa.Column('door', sa.String(length=20), nullable=False),
    sa.Column('listed', sa.Boolean(), nullable=False),
    sa.Column('guests', sa.Boolean(), nullable=False),
    sa.Column('delegations', sa.Boolean(), nullable=False),
    sa.Column('retention_days', sa.Integer(), nullable=False),
    sa.Column('offer_hours', sa.Integer(), nullable=False),
    sa.Column('join_opens_minutes', sa.Integer(), nullable=False),
    sa.Column('certificates', sa.Boolean(), nullable=False),
    sa.Column('share_percent', sa.Integer(), nullable=False),
    sa.Column('code_word_counts', sa.Boolean(), nullable=False),
    sa.Column('feedback_needed', sa.Boolean(), nullable=False),
    sa.Column('follows_id', sa.Integer(), nullable=True),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('published_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint("door IN ('open', 'approval', 'invitation')", name=op.f('ck_webinar_door')),
    sa.CheckConstraint("sign_up IN ('one', 'all')", name=op.f('ck_webinar_sign_up')),
    sa.CheckConstraint("state IN ('draft', 'published', 'archived')", name=op.f('ck_webinar_state')),
    sa.CheckConstraint('join_opens_minutes BETWEEN 0 AND 120', name=op.f('ck_webinar_join_opens_minutes')),
    sa.CheckConstraint('offer_hours BETWEEN 1 AND 168', name=op.f('ck_webinar_offer_hours')),
    sa.CheckConstraint('retention_days BETWEEN 30 AND 3650', name=op.f('ck_webinar_retention_days')),
    sa.CheckConstraint('share_percent BETWEEN 1 AND 100', name=op.f('ck_webinar_share_percent')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_webinar_created_by_id')),
    sa.ForeignKeyConstraint(['follows_id'], ['webinar.id'], name=op.f('fk_webinar_follows_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_webinar_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar')),
    sa.UniqueConstraint('public_id', name=op.f('uq_webinar_public_id')),
    sa.UniqueConstraint('slug', name=op.f('uq_webinar_slug'))
    )
    with op.batch_alter_table('webinar', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webinar_created_by_id'), ['created_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_webinar_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_webinar_state'), ['state'], unique=False)

    op.create_table('webinar_calendar_feed',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_webinar_calendar_feed_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_calendar_feed')),
    sa.UniqueConstraint('person_id', name=op.f('uq_webinar_calendar_feed_person_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_webinar_calendar_feed_token_hash'))
    )
    op.create_table('webinar_delegation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('webinar_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['webinar_id'], ['webinar.id'], name=op.f('fk_webinar_delegation_webinar_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_delegation')),
    sa.UniqueConstraint('public_id', name=op.f('uq_webinar_delegation_public_id'))
    )
    with op.batch_alter_table('webinar_delegation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webinar_delegation_webinar_id'), ['webinar_id'], unique=False)

    op.create_table('webinar_invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('webinar_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=True),
    sa.Column('invited_by_id', sa.Integer(), nullable=True),
    sa.Column('invited_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('expires_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('accepted_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('revoked_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['invited_by_id'], ['person.id'], name=op.f('fk_webinar_invitation_invited_by_id')),
    sa.ForeignKeyConstraint(['webinar_id'], ['webinar.id'], name=op.f('fk_webinar_invitation_webinar_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_invitation')),
    sa.UniqueConstraint('public_id', name=op.f('uq_webinar_invitation_public_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_webinar_invitation_token_hash')),
    sa.UniqueConstraint('webinar_id', 'email', name=op.f('uq_webinar_invitation_webinar_id_email'))
    )
    with op.batch_alter_table('webinar_invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webinar_invitation_email'), ['email'], unique=False)

    op.create_table('webinar_partner',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('webinar_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.CheckConstraint("role IN ('content', 'delivery', 'funding')", name=op.f('ck_webinar_partner_role')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_webinar_partner_organisation_id')),
    sa.ForeignKeyConstraint(['webinar_id'], ['webinar.id'], name=op.f('fk_webinar_partner_webinar_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_partner')),
    sa.UniqueConstraint('webinar_id', 'organisation_id', 'role', name=op.f('uq_webinar_partner_webinar_id_organisation_id_role'))
    )
    with op.batch_alter_table('webinar_partner', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webinar_partner_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('webinar_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('webinar_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('starts_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('opens_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('closes_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('provider', sa.String(length=20), nullable=False),
    sa.Column('address', sa.String(length=500), nullable=False),
    sa.Column('room', sa.String(length=60), nullable=False),
    sa.Column('dial_in', sa.Text(), nullable=False),
    sa.Column('code_word', sa.String(length=60), nullable=False),
    sa.Column('last_number', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=80), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('reminders_made', sa.Boolean(), nullable=False),
    sa.Column('moved_from', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('moved_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('cancelled_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('cancel_reason', sa.Text(), nullable=False),
    sa.Column('held_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('settled_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name=op.f('ck_webinar_session_cancelled')),
    sa.CheckConstraint("provider IN ('address', 'bigbluebutton', 'jitsi')", name=op.f('ck_webinar_session_provider')),
    sa.CheckConstraint("state IN ('draft', 'open', 'held', 'cancelled')", name=op.f('ck_webinar_session_state')),
    sa.CheckConstraint('minutes BETWEEN 1 AND 1440', name=op.f('ck_webinar_session_minutes')),
    sa.ForeignKeyConstraint(['webinar_id'], ['webinar.id'], name=op.f('fk_webinar_session_webinar_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_session')),
    sa.UniqueConstraint('public_id', name=op.f('uq_webinar_session_public_id')),
    sa.UniqueConstraint('uid', name=op.f('uq_webinar_session_uid'))
    )
    with op.batch_alter_table('webinar_session', schema=None) as batch_op:
        batch_op.create_index('ix_webinar_session_starts_at', ['state', 'starts_at'], unique=False)
        batch_op.create_index('ix_webinar_session_webinar_id', ['webinar_id', 'starts_at'], unique=False)

    op.create_table('webinar_speaker',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('webinar_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('affiliation', sa.String(length=200), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['webinar_id'], ['webinar.id'], name=op.f('fk_webinar_speaker_webinar_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_speaker')),
    sa.UniqueConstraint('public_id', name=op.f('uq_webinar_speaker_public_id'))
    )
    with op.batch_alter_table('webinar_speaker', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webinar_speaker_webinar_id'), ['webinar_id'], unique=False)

    op.create_table('webinar_text',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('webinar_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('audience', sa.Text(), nullable=False),
    sa.Column('privacy_note', sa.Text(), nullable=False),
    sa.Column('form_id', sa.Integer(), nullable=True),
    sa.Column('feedback_form_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['feedback_form_id'], ['form.id'], name=op.f('fk_webinar_text_feedback_form_id')),
    sa.ForeignKeyConstraint(['form_id'], ['form.id'], name=op.f('fk_webinar_text_form_id')),
    sa.ForeignKeyConstraint(['webinar_id'], ['webinar.id'], name=op.f('fk_webinar_text_webinar_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_text')),
    sa.UniqueConstraint('webinar_id', 'language', name=op.f('uq_webinar_text_webinar_id_language'))
    )
    with op.batch_alter_table('webinar_text', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webinar_text_feedback_form_id'), ['feedback_form_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_webinar_text_form_id'), ['form_id'], unique=False)

    op.create_table('webinar_topic',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('webinar_id', sa.Integer(), nullable=False),
    sa.Column('tool_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['tool_id'], ['tool.id'], name=op.f('fk_webinar_topic_tool_id')),
    sa.ForeignKeyConstraint(['webinar_id'], ['webinar.id'], name=op.f('fk_webinar_topic_webinar_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_topic')),
    sa.UniqueConstraint('webinar_id', 'tool_id', name=op.f('uq_webinar_topic_webinar_id_tool_id'))
    )
    with op.batch_alter_table('webinar_topic', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webinar_topic_tool_id'), ['tool_id'], unique=False)

    op.create_table('seat_pool',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('region', sa.String(length=30), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.CheckConstraint('seats >= 0', name=op.f('ck_seat_pool_seats')),
    sa.CheckConstraint('taken BETWEEN 0 AND seats', name=op.f('ck_seat_pool_taken')),
    sa.ForeignKeyConstraint(['session_id'], ['webinar_session.id'], name=op.f('fk_seat_pool_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seat_pool')),
    sa.UniqueConstraint('session_id', 'region', name=op.f('uq_seat_pool_session_id_region'))
    )
    op.create_table('webinar_agenda_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('webinar_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('speaker_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('minutes BETWEEN 1 AND 1440', name=op.f('ck_webinar_agenda_item_minutes')),
    sa.ForeignKeyConstraint(['speaker_id'], ['webinar_speaker.id'], name=op.f('fk_webinar_agenda_item_speaker_id')),
    sa.ForeignKeyConstraint(['webinar_id'], ['webinar.id'], name=op.f('fk_webinar_agenda_item_webinar_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_agenda_item'))
    )
    with op.batch_alter_table('webinar_agenda_item', schema=None) as batch_op:
        batch_op.create_index('ix_webinar_agenda_item_order', ['webinar_id', 'language', 'position'], unique=False)
        batch_op.create_index(batch_op.f('ix_webinar_agenda_item_speaker_id'), ['speaker_id'], unique=False)

    op.create_table('webinar_attendance_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('layout', sa.String(length=20), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('settled_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint("state IN ('queue', 'settled', 'dropped')", name=op.f('ck_webinar_attendance_report_state')),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_webinar_attendance_report_made_by_id')),
    sa.ForeignKeyConstraint(['session_id'], ['webinar_session.id'], name=op.f('fk_webinar_attendance_report_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_attendance_report')),
    sa.UniqueConstraint('public_id', name=op.f('uq_webinar_attendance_report_public_id'))
    )
    with op.batch_alter_table('webinar_attendance_report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webinar_attendance_report_session_id'), ['session_id'], unique=False)

    op.create_table('webinar_material',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('webinar_id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('address', sa.String(length=500), nullable=False),
    sa.Column('storage_key', sa.String(length=80), nullable=True),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=True),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('transcript', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('published_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint("(address = '') = (storage_key IS NOT NULL)", name=op.f('ck_webinar_material_one_place')),
    sa.CheckConstraint("kind IN ('recording', 'slides', 'document')", name=op.f('ck_webinar_material_kind')),
    sa.ForeignKeyConstraint(['added_by_id'], ['person.id'], name=op.f('fk_webinar_material_added_by_id')),
    sa.ForeignKeyConstraint(['session_id'], ['webinar_session.id'], name=op.f('fk_webinar_material_session_id')),
    sa.ForeignKeyConstraint(['webinar_id'], ['webinar.id'], name=op.f('fk_webinar_material_webinar_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_material')),
    sa.UniqueConstraint('public_id', name=op.f('uq_webinar_material_public_id'))
    )
    with op.batch_alter_table('webinar_material', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webinar_material_session_id'), ['session_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_webinar_material_webinar_id'), ['webinar_id'], unique=False)

    op.create_table('webinar_message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('states', sa.String(length=120), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('sent_by_id', sa.Integer(), nullable=True),
    sa.Column('sent_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['sent_by_id'], ['person.id'], name=op.f('fk_webinar_message_sent_by_id')),
    sa.ForeignKeyConstraint(['session_id'], ['webinar_session.id'], name=op.f('fk_webinar_message_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_message')),
    sa.UniqueConstraint('public_id', name=op.f('uq_webinar_message_public_id'))
    )
    with op.batch_alter_table('webinar_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webinar_message_session_id'), ['session_id'], unique=False)

    op.create_table('webinar_poll',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('question', sa.String(length=500), nullable=False),
    sa.Column('options', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('recorded_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['webinar_session.id'], name=op.f('fk_webinar_poll_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_poll')),
    sa.UniqueConstraint('public_id', name=op.f('uq_webinar_poll_public_id'))
    )
    with op.batch_alter_table('webinar_poll', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webinar_poll_session_id'), ['session_id'], unique=False)

    op.create_table('webinar_reminder',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('when', sa.String(length=10), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('due_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('sent_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint('"when" IN (\'before\', \'after\')', name=op.f('ck_webinar_reminder_when')),
    sa.CheckConstraint('minutes BETWEEN 0 AND 43200', name=op.f('ck_webinar_reminder_minutes')),
    sa.ForeignKeyConstraint(['session_id'], ['webinar_session.id'], name=op.f('fk_webinar_reminder_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_reminder')),
    sa.UniqueConstraint('session_id', 'when', 'minutes', name=op.f('uq_webinar_reminder_session_id_when_minutes'))
    )
    with op.batch_alter_table('webinar_reminder', schema=None) as batch_op:
        batch_op.create_index('ix_webinar_reminder_due', ['sent_at', 'due_at'], unique=False)

    op.create_table('webinar_chapter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('material_id', sa.Integer(), nullable=False),
    sa.Column('second', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.CheckConstraint('second >= 0', name=op.f('ck_webinar_chapter_second')),
    sa.ForeignKeyConstraint(['material_id'], ['webinar_material.id'], name=op.f('fk_webinar_chapter_material_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_chapter')),
    sa.UniqueConstraint('material_id', 'second', name=op.f('uq_webinar_chapter_material_id_second'))
    )
    op.create_table('webinar_sign_up',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('webinar_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('affiliation', sa.String(length=200), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=True),
    sa.Column('region', sa.String(length=30), nullable=False),
    sa.Column('gender', sa.String(length=20), nullable=True),
    sa.Column('stakeholder', sa.String(length=30), nullable=True),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('response_id', sa.Integer(), nullable=True),
    sa.Column('delegation_id', sa.Integer(), nullable=True),
    sa.Column('leads', sa.Boolean(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=True),
    sa.Column('nonce', sa.String(length=12), nullable=False),
    sa.Column('consented_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('confirmed_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('erased_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['delegation_id'], ['webinar_delegation.id'], name=op.f('fk_webinar_sign_up_delegation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_webinar_sign_up_person_id')),
    sa.ForeignKeyConstraint(['response_id'], ['form_response.id'], name=op.f('fk_webinar_sign_up_response_id')),
    sa.ForeignKeyConstraint(['webinar_id'], ['webinar.id'], name=op.f('fk_webinar_sign_up_webinar_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_sign_up')),
    sa.UniqueConstraint('public_id', name=op.f('uq_webinar_sign_up_public_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_webinar_sign_up_token_hash')),
    sa.UniqueConstraint('webinar_id', 'email', name=op.f('uq_webinar_sign_up_webinar_id_email')),
    sa.UniqueConstraint('webinar_id', 'person_id', name=op.f('uq_webinar_sign_up_webinar_id_person_id'))
    )
    with op.batch_alter_table('webinar_sign_up', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webinar_sign_up_delegation_id'), ['delegation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_webinar_sign_up_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_webinar_sign_up_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_webinar_sign_up_response_id'), ['response_id'], unique=False)

    op.create_table('webinar_registration',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('sign_up_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('pool_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('placed_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('offered_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('offer_until', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('left_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('clicked_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('source', sa.String(length=20), nullable=True),
    sa.Column('code_word_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('award_public_id', sa.String(length=12), nullable=True),
    sa.CheckConstraint("(state = 'offered') = (offer_until IS NOT NULL)", name=op.f('ck_webinar_registration_offer')),
    sa.CheckConstraint("(state IN ('offered', 'in')) = (pool_id IS NOT NULL)", name=op.f('ck_webinar_registration_seat')),
    sa.CheckConstraint("state IN ('unconfirmed', 'asked', 'waiting', 'offered', 'in', 'cancelled', 'declined', 'lapsed')", name=op.f('ck_webinar_registration_state')),
    sa.CheckConstraint('minutes >= 0', name=op.f('ck_webinar_registration_minutes')),
    sa.ForeignKeyConstraint(['pool_id'], ['seat_pool.id'], name=op.f('fk_webinar_registration_pool_id')),
    sa.ForeignKeyConstraint(['session_id'], ['webinar_session.id'], name=op.f('fk_webinar_registration_session_id')),
    sa.ForeignKeyConstraint(['sign_up_id'], ['webinar_sign_up.id'], name=op.f('fk_webinar_registration_sign_up_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_registration')),
    sa.UniqueConstraint('public_id', name=op.f('uq_webinar_registration_public_id')),
    sa.UniqueConstraint('session_id', 'sign_up_id', name=op.f('uq_webinar_registration_session_id_sign_up_id'))
    )
    with op.batch_alter_table('webinar_registration', schema=None) as batch_op:
        batch_op.create_index('ix_webinar_registration_number', ['session_id', 'number'], unique=False)
        batch_op.create_index('ix_webinar_registration_offer', ['state', 'offer_until'], unique=False)
        batch_op.create_index(batch_op.f('ix_webinar_registration_pool_id'), ['pool_id'], unique=False)
        batch_op.create_index('ix_webinar_registration_queue', ['session_id', 'state', 'number'], unique=False)
        batch_op.create_index(batch_op.f('ix_webinar_registration_sign_up_id'), ['sign_up_id'], unique=False)

    op.create_table('webinar_attendance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('spans', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=True),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.CheckConstraint("source IN ('report', 'provider', 'tick', 'code-word', 'click')", name=op.f('ck_webinar_attendance_source')),
    sa.CheckConstraint('minutes >= 0', name=op.f('ck_webinar_attendance_minutes')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_webinar_attendance_recorded_by_id')),
    sa.ForeignKeyConstraint(['registration_id'], ['webinar_registration.id'], name=op.f('fk_webinar_attendance_registration_id')),
    sa.ForeignKeyConstraint(['report_id'], ['webinar_attendance_report.id'], name=op.f('fk_webinar_attendance_report_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_attendance')),
    sa.UniqueConstraint('registration_id', 'source', name=op.f('uq_webinar_attendance_registration_id_source'))
    )
    with op.batch_alter_table('webinar_attendance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webinar_attendance_report_id'), ['report_id'], unique=False)

    op.create_table('webinar_question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('section_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint("state IN ('open', 'answered', 'hidden')", name=op.f('ck_webinar_question_state')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_webinar_question_answered_by_id')),
    sa.ForeignKeyConstraint(['registration_id'], ['webinar_registration.id'], name=op.f('fk_webinar_question_registration_id')),
    sa.ForeignKeyConstraint(['section_id'], ['section.id'], name=op.f('fk_webinar_question_section_id')),
    sa.ForeignKeyConstraint(['session_id'], ['webinar_session.id'], name=op.f('fk_webinar_question_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_question')),
    sa.UniqueConstraint('public_id', name=op.f('uq_webinar_question_public_id'))
    )
    with op.batch_alter_table('webinar_question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webinar_question_registration_id'), ['registration_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_webinar_question_section_id'), ['section_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_webinar_question_session_id'), ['session_id'], unique=False)

    op.create_table('webinar_report_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('spans', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=True),
    sa.Column('how', sa.String(length=20), nullable=False),
    sa.Column('likeness', sa.Integer(), nullable=False),
    sa.Column('candidates', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.CheckConstraint("state IN ('matched', 'unsure', 'unknown', 'settled', 'left-out')", name=op.f('ck_webinar_report_line_state')),
    sa.ForeignKeyConstraint(['registration_id'], ['webinar_registration.id'], name=op.f('fk_webinar_report_line_registration_id')),
    sa.ForeignKeyConstraint(['report_id'], ['webinar_attendance_report.id'], name=op.f('fk_webinar_report_line_report_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_report_line')),
    sa.UniqueConstraint('public_id', name=op.f('uq_webinar_report_line_public_id')),
    sa.UniqueConstraint('report_id', 'position', name=op.f('uq_webinar_report_line_report_id_position'))
    )
    with op.batch_alter_table('webinar_report_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webinar_report_line_registration_id'), ['registration_id'], unique=False)

    op.create_table('webinar_recording_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('material_id', sa.Integer(), nullable=False),
    sa.Column('step_id', sa.Integer(), nullable=False),
    sa.Column('made_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['material_id'], ['webinar_material.id'], name=op.f('fk_webinar_recording_step_material_id')),
    sa.ForeignKeyConstraint(['step_id'], ['step.id'], name=op.f('fk_webinar_recording_step_step_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_recording_step')),
    sa.UniqueConstraint('material_id', 'step_id', name=op.f('uq_webinar_recording_step_material_id_step_id'))
    )
    with op.batch_alter_table('webinar_recording_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webinar_recording_step_step_id'), ['step_id'], unique=False)

    with op.batch_alter_table('class_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('webinar_session_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_class_session_webinar_session_id'), ['webinar_session_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_class_session_webinar_session_id'), 'webinar_session', ['webinar_session_id'], ['id'])



def downgrade() -> None:
    with op.batch_alter_table('form', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_form_kind'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_form_kind'), "kind IN ('survey', 'checklist', 'follow-up')")

    with op.batch_alter_table('form_field', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_form_field_kind'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_form_field_kind'), "kind IN ('scale', 'choice', 'choices', 'yesno', 'number', 'text', 'actions')")

    with op.batch_alter_table('class_session', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_class_session_webinar_session_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_class_session_webinar_session_id'))
        batch_op.drop_column('webinar_session_id')

    with op.batch_alter_table('webinar_recording_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webinar_recording_step_step_id'))

    op.drop_table('webinar_recording_step')
    with op.batch_alter_table('webinar_report_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webinar_report_line_registration_id'))

    op.drop_table('webinar_report_line')
    with op.batch_alter_table('webinar_question', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webinar_question_session_id'))
        batch_op.drop_index(batch_op.f('ix_webinar_question_section_id'))
        batch_op.drop_index(batch_op.f('ix_webinar_question_registration_id'))

    op.drop_table('webinar_question')
    with op.batch_alter_table('webinar_attendance', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webinar_attendance_report_id'))

    op.drop_table('webinar_attendance')
    with op.batch_alter_table('webinar_registration', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webinar_registration_sign_up_id'))
        batch_op.drop_index('ix_webinar_registration_queue')
        batch_op.drop_index(batch_op.f('ix_webinar_registration_pool_id'))
        batch_op.drop_index('ix_webinar_registration_offer')
        batch_op.drop_index('ix_webinar_registration_number')

    op.drop_table('webinar_registration')
    with op.batch_alter_table('webinar_sign_up', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webinar_sign_up_response_id'))
        batch_op.drop_index(batch_op.f('ix_webinar_sign_up_person_id'))
        batch_op.drop_index(batch_op.f('ix_webinar_sign_up_email'))
        batch_op.drop_index(batch_op.f('ix_webinar_sign_up_delegation_id'))

    op.drop_table('webinar_sign_up')
    op.drop_table('webinar_chapter')
    with op.batch_alter_table('webinar_reminder', schema=None) as batch_op:
        batch_op.drop_index('ix_webinar_reminder_due')

    op.drop_table('webinar_reminder')
    with op.batch_alter_table('webinar_poll', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webinar_poll_session_id'))

    op.drop_table('webinar_poll')
    with op.batch_alter_table('webinar_message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webinar_message_session_id'))

    op.drop_table('webinar_message')
    with op.batch_alter_table('webinar_material', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webinar_material_webinar_id'))
        batch_op.drop_index(batch_op.f('ix_webinar_material_session_id'))

    op.drop_table('webinar_material')
    with op.batch_alter_table('webinar_attendance_report', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webinar_attendance_report_session_id'))

    op.drop_table('webinar_attendance_report')
    with op.batch_alter_table('webinar_agenda_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webinar_agenda_item_speaker_id'))
        batch_op.drop_index('ix_webinar_agenda_item_order')

    op.drop_table('webinar_agenda_item')
    op.drop_table('seat_pool')
    with op.batch_alter_table('webinar_topic', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webinar_topic_tool_id'))

    op.drop_table('webinar_topic')
    with op.batch_alter_table('webinar_text', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webinar_text_form_id'))
        batch_op.drop_index(batch_op.f('ix_webinar_text_feedback_form_id'))

    op.drop_table('webinar_text')
    with op.batch_alter_table('webinar_speaker', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webinar_speaker_webinar_id'))

    op.drop_table('webinar_speaker')
    with op.batch_alter_table('webinar_session', schema=None) as batch_op:
        batch_op.drop_index('ix_webinar_session_webinar_id')
        batch_op.drop_index('ix_webinar_session_starts_at')

    op.drop_table('webinar_session')
    with op.batch_alter_table('webinar_partner', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webinar_partner_organisation_id'))

    op.drop_table('webinar_partner')
    with op.batch_alter_table('webinar_invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webinar_invitation_email'))

    op.drop_table('webinar_invitation')
    with op.batch_alter_table('webinar_delegation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webinar_delegation_webinar_id'))

    op.drop_table('webinar_delegation')
    op.drop_table('webinar_calendar_feed')
    with op.batch_alter_table('webinar', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webinar_state'))
        batch_op.drop_index(batch_op.f('ix_webinar_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_webinar_created_by_id'))

    op.drop_table('webinar')
