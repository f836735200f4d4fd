-- What reports say differently about one event: slot by slot, with the sentence.
select about, slot, value, is_contradicted, coalesce(claimant, outlet) as claimant, published_at, quote
from conflicts
where row_kind <> 'figure'
order by row_kind, row_id, slot, published_at, value
