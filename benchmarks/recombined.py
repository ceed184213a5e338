"""Sample adverts without end: sentences of the demo's adverts, put together anew."""

import random
from collections import defaultdict

from lurewatch.demo.adverts import DemoAdvert, demo_adverts

SEED = 20261124


def recombined(count: int) -> list[dict[str, str]]:
    """Adverts `{id title text language}`; the languages take turns, and no two are the same.

    The same count always gives the same adverts.
    """
    chance = random.Random(SEED)
    by_language: defaultdict[str, list[DemoAdvert]] = defaultdict(list)
    for advert in demo_adverts():
        by_language[advert.language].append(advert)
    languages = sorted(by_language)
    made: dict[tuple[str, str], str] = {}
    while len(made) < count:
        language = languages[len(made) % len(languages)]
        made[_put_together(by_language[language], chance)] = language
    return [
        {"id": f"bench-{number:05}", "title": title, "text": text, "language": language}
        for number, ((title, text), language) in enumerate(made.items())
    ]


def _put_together(adverts: list[DemoAdvert], chance: random.Random) -> tuple[str, str]:
    sentences = [line for advert in adverts for line in advert.text.split("\n") if line.strip()]
    # As many sentences as one of the adverts has, so that the lengths stay true to life.
    length = chance.choice(adverts).text.count("\n") + 1
    title = chance.choice(adverts).title
    return title, "\n".join(chance.sample(sentences, min(length, len(sentences))))
