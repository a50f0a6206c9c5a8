import pytest

from reviewkit.formats import latex


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (r"P\"{a}ckert", "Päckert"),
        (r"{\"O}nnud{\'o}ttir", "Önnudóttir"),
        (r"\'{\i} \'\i", "í í"),
        (r"\v{c}\c{c}\c c\H{o}\k{a}\r{a}", "čççőąå"),
        (r"{\ae}{\O}\ss{} \L{}odz", "æØß Łodz"),
        (r"\textit{Natrix} \emph{cetti}", "Natrix cetti"),
        (r"5\% of A \& B\_c", "5% of A & B_c"),
        ("5% of A & B, ~50 or J.~Berg", "5% of A & B, ~50 or J. Berg"),
        ("``quoted'' 1--2 --- x", "“quoted” 1–2 — x"),
        (r"p \textless 0.05", "p <0.05"),
        (r"\alpha is not lost", r"\alpha is not lost"),
        ("{{Braces}}", "Braces"),
    ],
)
def test_known_commands_become_characters_and_unknown_ones_stay(value: str, expected: str) -> None:
    assert latex.plain(value) == expected
