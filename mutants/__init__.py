"""Do the tests bite? The law and the engine with one small fault at a time, and the tests on each.

``python -m mutants`` makes the faulty sources (*mutants*), runs on each the tests that answer for
its module, and names those that no test noticed, unless ``unnoticed.toml`` says why the fault
changes nothing. CONTRIBUTING tells how to use it.
"""
