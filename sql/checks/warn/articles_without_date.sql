-- Relative dates ("Monday") cannot be resolved in articles without a publication date; many of them point to a source
-- whose dates are not read.
select source, count(*) filter (where published_at is null) as undated, count(*) as total
from articles
group by source
having undated > 0.2 * total
order by source
