-- An event with very many stories may have swallowed others; a look at its reports tells.
select talk_id as event_id, article_count from talks where article_count > 200
union all
select exchange_id as event_id, article_count from exchanges where article_count > 200
union all
select demand_id as event_id, article_count from demands where article_count > 200
order by article_count desc, event_id
