-- Stories that several outlets carried, with the number of copies.
select first.title, first.outlet, first.published_at, count(*) as article_count
from articles as a
join articles as first on first.article_id = a.story_id
group by a.story_id, first.title, first.outlet, first.published_at
having count(*) > 1
order by article_count desc, a.story_id
