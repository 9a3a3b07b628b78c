"""The bundles of a case."""

from __future__ import annotations

from ..models import Bundle, BundleItem, Case


def bundles_of(case: Case) -> list[Bundle]:
    """Newest first."""
    rows = Bundle.objects.filter(partnership=case.partnership_id, case=case).select_related("given", "request")
    return list(rows.order_by("-id"))


def bundle_in(case: Case, pk: int) -> Bundle | None:
    rows = Bundle.objects.filter(partnership=case.partnership_id, case=case, pk=pk)
    found = rows.select_related("given", "request", "job").defer("job__payload").first()
    if found is not None:
        found.case = case
    return found


def item_in(bundle: Bundle, pk: int) -> BundleItem | None:
    found = BundleItem.objects.filter(partnership=bundle.partnership_id, bundle=bundle, pk=pk)
    found = found.select_related("file").defer("file__content").first()
    if found is not None:
        found.bundle = bundle
    return found
