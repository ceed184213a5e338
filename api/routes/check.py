"""Check one advert. Open to all, limited in rate; nothing is stored."""

from fastapi import APIRouter, Depends

from api.answers import check_answer
from api.checking import check
from api.dependencies import ServicesGiven, limit_rate
from api.errors import problems
from api.languages import PageLanguage
from api.schemas import CheckAnswer, CheckRequest

router = APIRouter(tags=["check"])


@router.post("/check", dependencies=[Depends(limit_rate)], responses=problems(422, 429, 502, 504))
def check_advert(
    request: CheckRequest, services: ServicesGiven, lang: PageLanguage = "en"
) -> CheckAnswer:
    """Assess an advert given as text or as a link; `lang` is the language of the answer."""
    _, assessment = check(request, services)
    return check_answer(assessment, lang)
