"""What a kernel knows about itself: one probe per file.

Standard library only, and syntax of Python 3.8: the source of every module
here is shipped as text into kernels that have no package of ours.
"""
