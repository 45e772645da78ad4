"""Training programmes: courses, sessions and guides put together for an audience, and their runs.

Words: a *programme* is a model with its audience, objectives and needs, made of *parts* (courses
and sessions) taken in order, in any order, or some of them; a *run* is a copy of it for real
people, with dates, *places*, trainers and a partner; a place is asked for, waits, is held or given
back; a *session* of a run is attended by the people on its list; a *group session* is counted
without names; the *lineage* says which run a trainer learned in; the *report* of a run is what its
partner accepts.
"""
