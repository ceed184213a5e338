"""Turns a hotspot into an alert, and an alert into what is sent."""

import math
from datetime import datetime, timedelta

from lurewatch.content import content_id
from lurewatch.labels import (
    AlertStatus,
    Category,
    Certainty,
    Severity,
    TrafficLight,
    Urgency,
)
from lurewatch.records import Alert, Hotspot

TYPE = "lurewatch.hotspot.v1"
"""Type of the event, as Standard Webhooks asks: a name and a version."""
EXPIRES_AFTER = timedelta(days=14)
"""Two weeks after it was made: by then the next two weeks have been judged."""
MOST_FLAG_IDS = 100
"""Flags named in a message; Standard Webhooks asks for payloads under 20 kB."""
NOT_PROOF = (
    "These are signs that need checking. They are not proof of a crime, and they say nothing "
    "about any one advert or person."
)
ACTIONS = (
    "Labour inspectorate and SLBFE: compare the flagged adverts with the licence register and "
    "approved job orders.",
    "Police and NAHTTF: read the flagged adverts in the queue before any contact with a poster.",
    "Platforms: review the adverts under your own rules.",
)
_SEVERE = {Category.FORCED_CRIMINALITY, Category.SEXUAL_EXPLOITATION}
_NAMES = {
    Category.RECRUITMENT_FRAUD: "recruitment fraud",
    Category.FORCED_CRIMINALITY: "forced criminality",
    Category.LABOUR_EXPLOITATION: "labour exploitation",
    Category.SEXUAL_EXPLOITATION: "sexual exploitation",
}


def compose(
    hotspot: Hotspot, *, created_at: datetime, status: AlertStatus = AlertStatus.ACTUAL
) -> Alert:
    """The alert about a hotspot, in the terms of CAP 1.2, marked TLP:AMBER."""
    return Alert(
        alert_id=content_id("alert", hotspot.hotspot_id, status),
        hotspot_id=hotspot.hotspot_id,
        created_at=created_at,
        status=status,
        severity=_severity(hotspot),
        urgency=Urgency.EXPECTED,
        certainty=Certainty.POSSIBLE,
        marking=TrafficLight.AMBER,
        headline=_headline(hotspot),
        description=_description(hotspot),
        expires_at=created_at + EXPIRES_AFTER,
    )


def _severity(hotspot: Hotspot) -> Severity:
    """Severe where people are held or sold; a model's count alone is never extreme."""
    return Severity.SEVERE if hotspot.cell.category in _SEVERE else Severity.MODERATE


def _headline(hotspot: Hotspot) -> str:
    category = hotspot.cell.category
    name = _NAMES[category] if category else "risk"
    place = hotspot.cell.destination or "no named destination"
    return f"More adverts with signs of {name} than usual: {place}"


def _description(hotspot: Hotspot) -> str:
    expected = f"about {hotspot.expected:.1f}" if hotspot.expected else "none"
    return (
        f"In the week from {hotspot.window_start_on} to {hotspot.window_end_on}, "
        f"{hotspot.observed} adverts were flagged; {expected} would be expected from the weeks "
        f"before at the same collection effort (p = {hotspot.p_value:.2g}). {NOT_PROOF}"
    )


def payload(alert: Alert, hotspot: Hotspot) -> dict[str, object]:
    """What is sent: counts and ids, no contact data and no advert text."""
    risk = hotspot.relative_risk
    return {
        "type": TYPE,
        "timestamp": alert.created_at.isoformat(),
        "data": {
            "alert_id": alert.alert_id,
            "status": alert.status,
            "severity": alert.severity,
            "urgency": alert.urgency,
            "certainty": alert.certainty,
            "marking": alert.marking,
            "headline": alert.headline,
            "description": alert.description,
            "expires_at": alert.expires_at.isoformat(),
            "as_of": hotspot.detected_at.isoformat(),
            "actions": list(ACTIONS),
            "hotspot": {
                "hotspot_id": hotspot.hotspot_id,
                "destination": hotspot.cell.destination,
                "category": hotspot.cell.category,
                "window_start_on": hotspot.window_start_on.isoformat(),
                "window_end_on": hotspot.window_end_on.isoformat(),
                "observed": hotspot.observed,
                "expected": round(hotspot.expected, 3),
                "relative_risk": round(risk, 3) if math.isfinite(risk) else None,
                "p_value": hotspot.p_value,
                "p_threshold": hotspot.p_threshold,
                "effort": round(hotspot.effort, 3),
                "method": hotspot.method,
                "flag_count": len(hotspot.flag_ids),
                "flag_ids": list(hotspot.flag_ids[:MOST_FLAG_IDS]),
            },
        },
    }
