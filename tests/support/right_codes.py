"""Whether a suggested code is the right one of a product, and the day on which it is asked."""

from __future__ import annotations

from datetime import date

from tests.support.products import Product

from sekisho.classification.answer import NOT_LISTED

DAY = date(2026, 7, 1)


def is_right(code: str, product: Product) -> bool:
    """A code is right if it is one of those expected, or lies below one; `none` if the product is not listed."""
    if not product.expect:
        return code == NOT_LISTED
    return any(code == right or code.startswith(f"{right}.") for right in product.expect)
