"""Labels of kappa, and the measures as a text."""

from __future__ import annotations

import pytest

from reviewkit.agreement import Options, as_text, landis_koch, mchugh, measures, ratings
from tests.agreement.tables import ITEMS_WITH_GAPS, of_items, of_table


@pytest.mark.parametrize(
    ("kappa", "first", "second"),
    [
        (-0.04, "poor", "none"),
        (0.0, "slight", "none"),
        (0.2, "slight", "none"),
        (0.204, "slight", "none"),
        (0.21, "fair", "minimal"),
        (0.39, "fair", "minimal"),
        (0.4, "fair", "weak"),
        (0.41, "moderate", "weak"),
        (0.6, "moderate", "moderate"),
        (0.61, "substantial", "moderate"),
        (0.8, "substantial", "strong"),
        (0.81, "almost perfect", "strong"),
        (0.9, "almost perfect", "strong"),
        (0.906, "almost perfect", "almost perfect"),
        (1.0, "almost perfect", "almost perfect"),
        (None, "", ""),
    ],
)
def test_the_two_labels_of_a_kappa(kappa: float | None, first: str, second: str) -> None:
    assert (landis_koch(kappa), mchugh(kappa)) == (first, second)


REPORTS = """\
27 of 27 items rated by two or more; 2 raters (rater 0, rater 1); 2 categories (exclude, include), nominal; 0
  ratings missing.

                                   value   95% interval
Percent agreement                  0.926   0.766 to 0.979
Cohen's kappa                     -0.038   -0.094 to 0.017
PABAK                              0.852   0.533 to 0.959
Gwet's AC1                         0.920   0.800 to 1.000
Krippendorff's alpha, nominal     -0.019   -0.075 to 0.037

Kappa in words: poor (Landis & Koch 1977); none (McHugh 2012).
Warning: Kappa misleads here: 52 of 54 ratings are "include", so that raters who guessed in these proportions
  would agree nearly as often, and the few other ratings decide kappa (-0.04). In fact agreement is 92.6%, PABAK
  0.85, AC1 0.92. Report these beside kappa.

Rows rater 0, columns rater 1:
           exclude  include
exclude          0        1
include          1       25
Positive is "include": both 25, first only 1, second only 1, neither 0.
Positive agreement 0.962, negative 0.000; prevalence index 0.926, bias index 0.000.
Agreement on each category: exclude 0.000, include 0.962.

"""


def test_the_text_of_27_reports() -> None:
    rows = [("include", "include")] * 25 + [("include", "exclude"), ("exclude", "include")]
    assert as_text(measures(of_items(rows), Options(resamples=0)), 112).startswith(REPORTS)


def test_the_text_of_a_table_without_ratings_says_why() -> None:
    assert "undefined, because nothing was rated" in as_text(measures(ratings([])))


def test_the_text_of_many_raters_names_fleiss() -> None:
    text = as_text(measures(of_items(ITEMS_WITH_GAPS), Options(resamples=50)))
    assert "Fleiss' kappa" in text
    assert "percentiles of 50 resamples of the items, seed 1" in text


def test_no_line_of_prose_is_wider_than_asked() -> None:
    text = as_text(measures(of_table([[40, 9], [6, 45]])), 80)
    assert max(map(len, text.splitlines())) <= 80


def test_names_from_outside_do_not_act() -> None:
    text = as_text(measures(of_items([["\x1b[31mred", "\u202eblue\nx"]] * 3)))
    assert "\x1b" not in text
    assert "\u202e" not in text
