-- A story whose first article is missing, or is itself a copy of another, counts one event twice or not at all.
select a.article_id, a.story_id
from articles as a
left join articles as s on s.article_id = a.story_id
where s.article_id is null or s.is_duplicate or a.is_duplicate <> (a.article_id <> a.story_id)
order by a.article_id
