"""What a user types in a cell: the part of the journal that runs in the kernel.

It needs the standard library only; IPython, where it runs, is there already.
"""
