-- Proof that every quote stands where it is said to stand; counts must be equal.
select
    count(*) as evidence_count,
    count(*) filter (
        where substring(a.text, e.char_start + 1, e.char_end - e.char_start) = e.quote
    ) as found_count
from evidence as e
join articles as a using (article_id)
