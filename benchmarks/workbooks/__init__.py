"""What a clerk's programmer would write instead of ``retax check FILE.xlsx``."""
