"""Compile a function of the kernel: kept on disk, without the interpreter's lock, its Python source as oracle."""

from collections.abc import Callable
from typing import Any

import numba


def compiled(function: Callable[..., Any]) -> Any:  # Any: a dispatcher of numba has no type
    """Return the compiled function; `py_func` is its source.

    The kernel makes no arrays, so counting references to those it is given (two atomic steps for each array of a
    tuple at every call) is left out: the caller holds them.
    """
    return numba.njit(cache=True, nogil=True, _nrt=False)(function)  # type: ignore[call-overload]  # not in its stubs
