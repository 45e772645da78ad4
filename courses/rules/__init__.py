"""Rules as data: what must come before a course, a module or a step, and what completes a course.

Words: a *condition* is a tree whose leaves are facts about a learner (a course, module or quiz
done, a date, a programme completed); a *completion rule* asks for a share of the required steps, a
mark, a form; a *trace* says, item by item, what was asked and what met it, and is what learners and
trainers read under "Why?". Rules are dated versions: changing them never undoes a completion.
"""
