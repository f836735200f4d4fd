-- The same thing counted differently: who says what, side by side.
select about, value, is_contradicted, coalesce(claimant, outlet) as claimant, published_at, quote
from conflicts
where row_kind = 'figure'
order by about, published_at, value
