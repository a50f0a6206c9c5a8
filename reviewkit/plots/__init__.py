"""The pictures of a quality appraisal: ratings of each study, how often each rating was given, how well raters agree.

`rows` says what is shown, `looks` how a rating looks, and `lights`, `bars` and `forest` where everything lies; the
pictures are drawn like the flow diagram, by the same code, and each is a table and a text for the terminal too. The
thing a reader would get wrong: colour alone never tells two ratings apart; symbol, hatching and how dark it is do.
"""
