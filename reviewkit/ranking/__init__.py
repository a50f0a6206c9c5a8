"""Which reports are likely relevant, learned from decisions; and what that saves, replayed on sets that are labelled.

Values in, values out: features once, then scores from whatever is decided on so far. The thing a reader would get
wrong: importing this package loads scikit-learn's libraries, so it is done only inside the functions that need it.
"""

from reviewkit.ranking.features import Features, features
from reviewkit.ranking.measuring import Measures, least_read, measures
from reviewkit.ranking.replay import drawn, places, replayed
from reviewkit.ranking.scoring import scores

__all__ = ["Features", "Measures", "drawn", "features", "least_read", "measures", "places", "replayed", "scores"]
