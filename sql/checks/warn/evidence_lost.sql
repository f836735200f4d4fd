-- Rows that were rejected at load because their sentences are not where they should be: more than a few are a fault of
-- the extractor, not of an article.
select reason, count(*) as rejected
from rejects
where stage = 'load'
group by reason
having count(*) > greatest(10, 0.01 * (select count(*) from evidence))
order by reason
