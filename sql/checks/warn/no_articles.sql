-- A warehouse without articles is mostly a source that went silent or a filter that is too narrow.
select count(*) as article_count
from articles
having count(*) = 0
