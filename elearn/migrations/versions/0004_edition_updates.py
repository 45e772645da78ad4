"""Decisions on a new edition made again, paragraphs that moved

Revision ID: 0004
Revises: 0003
Created: 2026-11-28 08:05:00.000000
"""

import sqlalchemy as sa
from alembic import op
import elearn.core.database


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.add_column(sa.Column('told_html', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('again_at', elearn.core.database.UtcDateTime(), nullable=True))

    with op.batch_alter_table('release_change', schema=None) as batch_op:
        batch_op.add_column(sa.Column('from_step_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_release_change_from_step_id'), 'step', ['from_step_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_release_change_from_step_id'), ['from_step_id'], unique=False)

    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.add_column(sa.Column('checked_at', elearn.core.database.UtcDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_column('checked_at')

    with op.batch_alter_table('release_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_release_change_from_step_id'))
        batch_op.drop_constraint(batch_op.f('fk_release_change_from_step_id'), type_='foreignkey')
        batch_op.drop_column('from_step_id')

    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.drop_column('again_at')
        batch_op.drop_column('told_html')
