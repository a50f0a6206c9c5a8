"""Citation searching: what the seeds of a review cite and what cites them, as several indexes have it.

`openalex`, `crossref`, `semantic_scholar` and `opencitations` say what is asked of each index and read what it answers;
`asking` sends it; `plan` chooses and estimates, `lines` writes what came as an export, and `ledger` accounts for it.

The thing a reader would get wrong: no index has all references of a work, and what an index does not have looks the
same as what a work does not cite. The ledger therefore holds what each index says there is against what it gave.
"""
