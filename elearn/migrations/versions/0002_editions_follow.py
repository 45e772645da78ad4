"""New editions, several courses from one document, suggestions

Revision ID: 0002
Revises: 0001
Created: 2026-11-23 05:43:27.123457
"""

import sqlalchemy as sa
from alembic import op
import elearn.core.database


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('style_meaning',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('meaning', sa.String(length=20), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.Column('changed_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['changed_by_id'], ['person.id'], name=op.f('fk_style_meaning_changed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_style_meaning')),
    sa.UniqueConstraint('key', name=op.f('uq_style_meaning_key'))
    )
    op.create_table('edition_update',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('from_edition_id', sa.Integer(), nullable=False),
    sa.Column('to_edition_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('aligned_percent', sa.Double(), nullable=False),
    sa.Column('created_at', elearn.core.database.UtcDateTime(), nullable=False),
    sa.Column('closed_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.CheckConstraint("state IN ('building', 'open', 'done', 'dropped')", name=op.f('ck_edition_update_state')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_edition_update_course_id')),
    sa.ForeignKeyConstraint(['from_edition_id'], ['edition.id'], name=op.f('fk_edition_update_from_edition_id')),
    sa.ForeignKeyConstraint(['to_edition_id'], ['edition.id'], name=op.f('fk_edition_update_to_edition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_edition_update')),
    sa.UniqueConstraint('course_id', 'to_edition_id', name=op.f('uq_edition_update_course_id_to_edition_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_edition_update_public_id'))
    )
    with op.batch_alter_table('edition_update', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_edition_update_to_edition_id'), ['to_edition_id'], unique=False)

    op.create_table('proposal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('update_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('key', sa.String(length=20), nullable=False),
    sa.Column('block_kind', sa.String(length=20), nullable=False),
    sa.Column('step_id', sa.Integer(), nullable=True),
    sa.Column('module_id', sa.Integer(), nullable=True),
    sa.Column('after_key', sa.String(length=20), nullable=True),
    sa.Column('section', sa.Text(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('before_label', sa.String(length=60), nullable=False),
    sa.Column('after_label', sa.String(length=60), nullable=False),
    sa.Column('before_html', sa.Text(), nullable=False),
    sa.Column('after_html', sa.Text(), nullable=False),
    sa.Column('current_html', sa.Text(), nullable=True),
    sa.Column('blocks', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('edited', sa.Boolean(), nullable=False),
    sa.Column('moved', sa.Boolean(), nullable=False),
    sa.Column('renumbered', sa.Boolean(), nullable=False),
    sa.Column('weight', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('chosen_html', sa.Text(), nullable=True),
    sa.Column('undo', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('release_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('changed', 'new', 'removed', 'moved', 'renumbered')", name=op.f('ck_proposal_kind')),
    sa.CheckConstraint("state IN ('open', 'accepted', 'edited', 'declined')", name=op.f('ck_proposal_state')),
    sa.CheckConstraint("weight IN ('editorial', 'material')", name=op.f('ck_proposal_weight')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_proposal_decided_by_id')),
    sa.ForeignKeyConstraint(['module_id'], ['module.id'], name=op.f('fk_proposal_module_id')),
    sa.ForeignKeyConstraint(['release_id'], ['release.id'], name=op.f('fk_proposal_release_id')),
    sa.ForeignKeyConstraint(['step_id'], ['step.id'], name=op.f('fk_proposal_step_id')),
    sa.ForeignKeyConstraint(['update_id'], ['edition_update.id'], name=op.f('fk_proposal_update_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal')),
    sa.UniqueConstraint('public_id', name=op.f('uq_proposal_public_id')),
    sa.UniqueConstraint('update_id', 'key', name=op.f('uq_proposal_update_id_key')),
    sa.UniqueConstraint('update_id', 'position', name=op.f('uq_proposal_update_id_position'))
    )
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposal_release_id'), ['release_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_proposal_step_id'), ['step_id'], unique=False)

    op.create_table('release_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('release_id', sa.Integer(), nullable=False),
    sa.Column('step_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('weight', sa.String(length=20), nullable=False),
    sa.Column('label', sa.String(length=60), nullable=False),
    sa.Column('before_html', sa.Text(), nullable=False),
    sa.Column('after_html', sa.Text(), nullable=False),
    sa.CheckConstraint("weight IN ('editorial', 'material')", name=op.f('ck_release_change_weight')),
    sa.ForeignKeyConstraint(['release_id'], ['release.id'], name=op.f('fk_release_change_release_id')),
    sa.ForeignKeyConstraint(['step_id'], ['step.id'], name=op.f('fk_release_change_step_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_release_change')),
    sa.UniqueConstraint('release_id', 'position', name=op.f('uq_release_change_release_id_position'))
    )
    with op.batch_alter_table('release_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_release_change_step_id'), ['step_id'], unique=False)

    op.create_table('change_reading',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('release_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.Column('read_at', elearn.core.database.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_change_reading_enrolment_id')),
    sa.ForeignKeyConstraint(['release_id'], ['release.id'], name=op.f('fk_change_reading_release_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_reading')),
    sa.UniqueConstraint('enrolment_id', 'release_id', name=op.f('uq_change_reading_enrolment_id_release_id'))
    )
    with op.batch_alter_table('change_reading', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_change_reading_release_id'), ['release_id'], unique=False)

    with op.batch_alter_table('course', schema=None) as batch_op:
        batch_op.add_column(sa.Column('import_part', sa.String(length=40), server_default='', nullable=False))
        batch_op.drop_constraint(batch_op.f('uq_course_import_id'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_course_import_id_import_part'), ['import_id', 'import_part'])

    with op.batch_alter_table('edition', schema=None) as batch_op:
        batch_op.add_column(sa.Column('follows_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('aligned_percent', sa.Double(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_edition_follows_id'), 'edition', ['follows_id'], ['id'])

    with op.batch_alter_table('glossary_term', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.String(length=20), server_default='term', nullable=False))

    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.add_column(sa.Column('checked_edition_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_question_checked_edition_id'), 'edition', ['checked_edition_id'], ['id'])

    with op.batch_alter_table('release', schema=None) as batch_op:
        batch_op.add_column(sa.Column('asked_at', elearn.core.database.UtcDateTime(), nullable=True))

    with op.batch_alter_table('section', schema=None) as batch_op:
        batch_op.add_column(sa.Column('key', sa.String(length=20), server_default='', nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('section', schema=None) as batch_op:
        batch_op.drop_column('key')

    with op.batch_alter_table('release', schema=None) as batch_op:
        batch_op.drop_column('asked_at')

    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_question_checked_edition_id'), type_='foreignkey')
        batch_op.drop_column('checked_edition_id')

    with op.batch_alter_table('glossary_term', schema=None) as batch_op:
        batch_op.drop_column('kind')

    with op.batch_alter_table('edition', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_edition_follows_id'), type_='foreignkey')
        batch_op.drop_column('aligned_percent')
        batch_op.drop_column('follows_id')

    with op.batch_alter_table('course', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_course_import_id_import_part'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_course_import_id'), ['import_id'])
        batch_op.drop_column('import_part')

    with op.batch_alter_table('change_reading', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_change_reading_release_id'))

    op.drop_table('change_reading')
    with op.batch_alter_table('release_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_release_change_step_id'))

    op.drop_table('release_change')
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_proposal_step_id'))
        batch_op.drop_index(batch_op.f('ix_proposal_release_id'))

    op.drop_table('proposal')
    with op.batch_alter_table('edition_update', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_edition_update_to_edition_id'))

    op.drop_table('edition_update')
    op.drop_table('style_meaning')
