"""The rows of a file judged by several processes, and answered in their order."""
