"""Whether the process lives, and whether it can do its work."""

from fastapi import APIRouter, Response

from api.dependencies import ServicesGiven
from api.schemas import HealthAnswer
from lurewatch.errors import LurewatchError
from lurewatch.records import AdvertText

router = APIRouter(tags=["health"])
_PROBE = AdvertText(advert_id="ready", title="Ready", text="Clerk wanted in Colombo.")


@router.get("/health")
def health() -> HealthAnswer:
    """The process lives."""
    return HealthAnswer(status="live")


@router.get("/ready", responses={503: {"model": HealthAnswer, "description": "Not ready, and why"}})
def ready(services: ServicesGiven, response: Response) -> HealthAnswer:
    """The database can be reached and is up to date, and the model answers."""
    try:
        status = "ready" if services.database.is_current() else "database_not_migrated"
    except LurewatchError:
        status = "database_unreachable"
    if status == "ready":
        try:
            services.assess_text(_PROBE)
        except LurewatchError:
            status = "model_unavailable"
    if status != "ready":
        response.status_code = 503
    return HealthAnswer(status=status)
