"""The validator of PDF files: page-validation, for PDF/UA-1 and PDF/A-3a."""

import page

PROFILES = ("ua1", "pdfa3a")


def faults(pdf: bytes) -> list[tuple[str, str]]:
    """What *pdf* breaks of PDF/UA-1 and of PDF/A-3a: the rule and what is wrong."""
    reports = [page.validate_pdf_bytes(pdf, profile=profile) for profile in PROFILES]
    return [(fault.rule_id, fault.message) for report in reports for fault in report.failures]
