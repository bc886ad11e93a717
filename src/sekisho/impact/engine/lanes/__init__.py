"""The recurrences of a day, compiled for many draws side by side: the draw runs along the last axis, in lanes.

The equations are those of `numpy_kernel`, for an economy of one region. A stock is gone through once a day: what
arrives of yesterday's orders, what the stock covers tomorrow and what is ordered today are found in the same pass.
Products share a row of stocks until a supplier falls short in any lane, and the firms of a pair of material and sector
share one stock until one of them is short.

Arrays are handed over whole and read by index, and functions are compiled for arrays that do not overlap and without
counting who holds them: both took as much time as the sums. Sums are written in the order in which they are to be
taken, so that machine code that was just made and machine code that was kept give the same to the last bit.

Only `lanes_runner` imports these modules, for they need numba. Whatever they call that is compiled stands in this
folder: `compilation` says why.
"""
