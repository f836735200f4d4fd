-- The sentences behind the latest talks, with the article they stand in.
select t.summary, e.quote, a.outlet, a.published_at, a.url
from talks as t
join evidence as e on e.row_kind = 'talk' and e.row_id = t.talk_id
join articles as a using (article_id)
order by t.last_reported_at desc, t.talk_id, a.published_at, e.char_start
limit 20
