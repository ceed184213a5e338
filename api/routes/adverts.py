"""Stored adverts."""

from fastapi import APIRouter, Depends

from api.answers import assessment_answer
from api.auth import require
from api.dependencies import ServicesGiven
from api.errors import problems
from api.schemas import AdvertAnswer
from lurewatch.labels import Role
from storage import adverts, assessments

router = APIRouter(tags=["adverts"], dependencies=[Depends(require(Role.ANALYST))])


@router.get("/adverts/{advert_id}", responses=problems(401, 403, 404))
def get_advert(advert_id: str, services: ServicesGiven) -> AdvertAnswer:
    """An advert with its latest assessment, if it has one."""
    with services.database.begin() as session:
        advert = adverts.get(session, advert_id)
        assessment = assessments.latest(session, advert_id)
    answer = AdvertAnswer.model_validate(advert)
    if assessment is not None:
        answer.assessment = assessment_answer(assessment, "en")
    return answer
