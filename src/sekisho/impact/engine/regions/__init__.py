"""The recurrences of a day, compiled for one draw after another, its whole state in the core's cache: of any regions.

The equations, their order and the rows that products share are those of `numpy_kernel`; here a row is gone through
once a day. Functions take plain arrays, for tuples of them take long to compile.

Only `numba_runner` imports these modules, for they need numba. Whatever they call that is compiled stands in this
folder: `compilation` says why.
"""
