"""Checks one advert that a job seeker hands in. Nothing of it is stored or logged."""

from api.dependencies import Services
from api.schemas import CheckRequest
from lurewatch.addresses import check_url
from lurewatch.content import content_id
from lurewatch.records import AdvertText, Assessment


def check(request: CheckRequest, services: Services) -> tuple[AdvertText, Assessment]:
    """Read and assess what was handed in. Blocking: call it outside the event loop.

    Raises:
        FetchError: the link cannot be used or read.
    """
    if request.url is not None:
        check_url(request.url, services.settings.allowed_private_origins)
        advert = services.read_url(request.url)
    else:
        text = request.text or ""
        advert = AdvertText(
            advert_id=content_id(request.title, text), title=request.title, text=text
        )
    return advert, services.assess_text(advert)
