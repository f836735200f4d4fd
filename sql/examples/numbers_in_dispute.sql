-- The same thing counted differently: who says what, side by side.
select what, unit, value, approx, coalesce(claimant, outlet) as claimant, published_at, title
from disputed_figures
order by what, unit, value
