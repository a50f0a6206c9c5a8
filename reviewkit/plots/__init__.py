"""The pictures of a review: of its appraisal, of the agreement of its raters, and of the studies that are included.

`nouns` says what is shown, `looks` how a rating looks, `parts` has what pictures share, and every other module is one
picture and where everything lies in it; they are drawn like the flow diagram, by the same code, and each is a table and
a text for the terminal too. The thing a reader would get wrong: colour alone never tells two things apart; symbols,
numbers, hatching and how dark it is do.
"""
