"""Glossaries and objectives of courses

Revision ID: 0003
Revises: 0002
Created: 2026-11-28 08:10:00
"""

import sqlalchemy as sa
from alembic import op
import elearn.core.database


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('course_term',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=300), nullable=False),
    sa.Column('term', sa.String(length=200), nullable=False),
    sa.Column('meaning', sa.Text(), nullable=True),
    sa.Column('original', sa.Text(), nullable=True),
    sa.Column('hidden', sa.Boolean(), nullable=False),
    sa.Column('linked', sa.Boolean(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('updated_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_course_term_author_id')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_course_term_course_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course_term')),
    sa.UniqueConstraint('course_id', 'key', name=op.f('uq_course_term_course_id_key'))
    )
    with op.batch_alter_table('course', schema=None) as batch_op:
        batch_op.add_column(sa.Column('link_terms', sa.Boolean(), server_default=sa.true(), nullable=False))

    with op.batch_alter_table('module', schema=None) as batch_op:
        batch_op.add_column(sa.Column('objectives', sa.JSON(none_as_null=True), server_default='[]', nullable=False))

    with op.batch_alter_table('release', schema=None) as batch_op:
        batch_op.add_column(sa.Column('glossary', sa.JSON(none_as_null=True), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('terms', sa.Integer(), server_default='0', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('release', schema=None) as batch_op:
        batch_op.drop_column('terms')
        batch_op.drop_column('glossary')

    with op.batch_alter_table('module', schema=None) as batch_op:
        batch_op.drop_column('objectives')

    with op.batch_alter_table('course', schema=None) as batch_op:
        batch_op.drop_column('link_terms')

    op.drop_table('course_term')
