"""How a reading is shown: a table for terminals, a page for browsers, and the reasons behind one claim.

Knows the model alone; it reads no files but its own data and never changes a reading.
"""
