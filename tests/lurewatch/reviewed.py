"""Flagged adverts with decisions on them, for the tests of the loop from reviews to labels."""

import storage.adverts
import storage.flags
from lurewatch.labels import Category, Decision
from lurewatch.pipeline import Workplace
from lurewatch.records import Flag
from tests.samples import NOW, make_advert


def flagged(workplace: Workplace, name: str, *decisions: Decision, text: str = "") -> str:
    """Store an advert with a flag, and let a reviewer decide on it."""
    advert = make_advert(title=name, text=text or f"{name}: an offer in Ella, {name} again.")
    flag = Flag(
        flag_id=f"flag-{name}",
        advert_id=advert.advert_id,
        model_id="m",
        score=0.9,
        categories=(Category.FORCED_CRIMINALITY,),
        destinations=(),
        reasons=(),
        counted_on=NOW.date(),
        flagged_at=NOW,
    )
    with workplace.database.begin() as session:
        storage.adverts.save_adverts(session, [advert])
        storage.flags.save_flags(session, [flag])
    for number, decision in enumerate(decisions):
        with workplace.database.begin() as session:
            storage.flags.decide(
                session,
                flag_id=flag.flag_id,
                decision=decision,
                reason=f"because {number}",
                reviewer="Nimal Perera",
                now=NOW.replace(minute=number),
            )
    return advert.advert_id
