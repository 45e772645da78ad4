"""People and organisations: who somebody is, what they may do, what they did.

Words: a *person* has an account; an *organisation* employs or represents people; a *membership*
gives a person a role, everywhere or for one thing; a *sign-in* is one session on one device;
a *mail link* proves that a person reads an address; a *token* lets a program act for a person;
a *consent* is a dated yes; an *audit entry* says who did what and cannot be changed unseen.
"""
