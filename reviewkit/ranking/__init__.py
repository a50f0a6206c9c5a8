"""Which reports are likely relevant, learned from decisions; and what that saves, replayed on sets that are labelled.

Values in, values out: features once, then scores from whatever is decided on so far. The thing a reader would get
wrong: importing this package loads scikit-learn's libraries, so it is done only inside the functions that need it.
"""

from reviewkit.ranking.explaining import Word, words
from reviewkit.ranking.features import Features, features
from reviewkit.ranking.measuring import Measures, measures
from reviewkit.ranking.replay import drawn, places, replayed
from reviewkit.ranking.scoring import scores

__all__ = [
    "Features",
    "Measures",
    "Word",
    "drawn",
    "features",
    "measures",
    "places",
    "replayed",
    "scores",
    "words",
]
