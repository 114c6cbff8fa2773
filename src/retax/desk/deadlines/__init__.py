"""The last days of a file of goods: on the terminal and in a calendar."""
