"""Returns of cross-border e-commerce exports: announcements of 2023 No. 4 and 34, 2026 No. 16."""
