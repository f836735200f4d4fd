-- A quote that is not at its place in the article's text cannot be traced, and nobody can trust the row it carries.
select e.report_id, e.char_start, e.char_end
from evidence as e
join articles as a using (article_id)
where substring(a.text, e.char_start + 1, e.char_end - e.char_start) is distinct from e.quote
