"""Ways into a course: open, by code, by approval, by invitation, by cohort, by a list in CSV.

Words: the *terms* of a course say who may enrol by themselves, when, how many, and how long they
have; an *entry code* opens a course to whoever has it; a *request* waits for a trainer's yes; an
*invitation* is sent to an address; a *cohort* is a fixed list of people; an *entry list* is a CSV
file of people, tried first and then carried out.
"""
