"""Both sides of `benchmarks.extract`: full features, or scikit-learn's TF-IDF transform alone.

`python -m benchmarks.reading ours|bare ADVERTS` prints `{adverts, seconds, characters}`: processor
seconds for all of them, after what is built on first use has been built.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lurewatch.records import AdvertText

WARM_ADVERTS = 64
"""Read before the clock starts, so that imports and tables are not counted."""


def ours(adverts: list[AdvertText]) -> Callable[[], object]:
    """Everything that is read from an advert before a model sees it."""
    from features.extract import extract_many

    list(extract_many(adverts[:WARM_ADVERTS]))
    return lambda: [features.features_version for features in extract_many(adverts)]


def bare(adverts: list[AdvertText]) -> Callable[[], object]:
    """Word 1-2 and character 2-5 grams, scikit-learn's own analysers."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [f"{advert.title}\n{advert.text}" for advert in adverts]
    words = TfidfVectorizer(ngram_range=(1, 2)).fit(texts)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5)).fit(texts)
    return lambda: hstack([words.transform(texts), characters.transform(texts)])


def main() -> None:
    """Measure one side."""
    rows = map(json.loads, Path(sys.argv[2]).read_text("utf-8").splitlines())
    adverts = [AdvertText(advert_id=r["id"], title=r["title"], text=r["text"]) for r in rows]
    run = {"ours": ours, "bare": bare}[sys.argv[1]](adverts)
    began = time.process_time()
    run()
    seconds = time.process_time() - began
    characters = sum(len(advert.text) for advert in adverts)
    print(json.dumps({"adverts": len(adverts), "seconds": seconds, "characters": characters}))


if __name__ == "__main__":
    main()
