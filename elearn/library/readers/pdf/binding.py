"""The few calls of the PDF library that run once per character, bound so that they are quick."""

import ctypes
from typing import Any

import pypdfium2.raw as c


def _bound(function: Any, result: Any, *arguments: Any) -> Any:
    """Bind to the same address with plain numbers for handles, which is twice as quick."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, *arguments)(address)


unicode_at = _bound(c.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
object_at = _bound(c.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
generated_at = _bound(c.FPDFText_IsGenerated, ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
box_at = _bound(
    c.FPDFText_GetCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * 4
)
loose_at = _bound(
    c.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p
)
origin_at = _bound(
    c.FPDFText_GetCharOrigin, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * 2
)

# The same for what is asked of every mark on a page.
object_of_page = _bound(c.FPDFPage_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
object_of_form = _bound(c.FPDFFormObj_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)
kind_of = _bound(c.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p)
bounds_of = _bound(c.FPDFPageObj_GetBounds, ctypes.c_int, ctypes.c_void_p, *[ctypes.c_void_p] * 4)
matrix_of = _bound(c.FPDFPageObj_GetMatrix, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
segment_of = _bound(c.FPDFPath_GetPathSegment, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
segment_kind = _bound(c.FPDFPathSegment_GetType, ctypes.c_int, ctypes.c_void_p)
point_of = _bound(c.FPDFPathSegment_GetPoint, ctypes.c_int, ctypes.c_void_p, *[ctypes.c_void_p] * 2)


def address_of(handle: Any) -> int:
    """Return a handle of the library as a number."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def utf16(call: Any, *arguments: Any) -> str:
    """Return what a call writes as UTF-16 into a buffer it is given, or ""."""
    size = call(*arguments, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    call(*arguments, buffer, size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def utf8(call: Any, *arguments: Any) -> str:
    """Return what a call writes as bytes into a buffer it is given, or ""."""
    size = call(*arguments, None, 0)
    if size <= 1:
        return ""
    buffer = ctypes.create_string_buffer(size)
    call(*arguments, buffer, size)
    return buffer.raw[: size - 1].rstrip(b"\0").decode("utf-8", "replace")
