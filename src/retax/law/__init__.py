"""The law, once: the announcements, their articles clause by clause, and what follows."""
