"""Questions drafted from the manual

Revision ID: 0006
Revises: 0005
Created: 2026-11-28 08:40:00.000000
"""

import sqlalchemy as sa
from alembic import op
import elearn.core.database


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('manual_draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('fingerprint', sa.String(length=40), nullable=False),
    sa.Column('digest', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('content', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('answer_key', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('paragraphs', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('topic', sa.String(length=120), nullable=False),
    sa.Column('module_id', sa.Integer(), nullable=True),
    sa.Column('aside', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('made_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.CheckConstraint("rule IN ('definition', 'list', 'table', 'duty')", name=op.f('ck_manual_draft_rule')),
    sa.CheckConstraint("state IN ('open', 'approved', 'dismissed')", name=op.f('ck_manual_draft_state')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_manual_draft_course_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_manual_draft_decided_by_id')),
    sa.ForeignKeyConstraint(['module_id'], ['module.id'], name=op.f('fk_manual_draft_module_id')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_manual_draft_question_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_manual_draft')),
    sa.UniqueConstraint('course_id', 'fingerprint', name=op.f('uq_manual_draft_course_id_fingerprint')),
    sa.UniqueConstraint('public_id', name=op.f('uq_manual_draft_public_id'))
    )


def downgrade() -> None:
    op.drop_table('manual_draft')
