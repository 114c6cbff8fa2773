"""The command ``retax``: its sub-commands, their options and their help."""
