-- One row a person whom no reference list holds, with a sentence that names them; most named first.
select
    p.person_id, p.name, p.party_code, p.role, p.article_count,
    a.outlet, a.published_at, e.quote
from people as p
left join evidence as e on contains(e.quote, p.name)
left join articles as a using (article_id)
where not p.is_listed
qualify row_number() over (partition by p.person_id order by a.published_at, e.report_id, e.char_start) = 1
order by p.article_count desc, p.person_id
