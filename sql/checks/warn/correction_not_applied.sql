-- A correction or judgement that no longer finds its row, or that could not be read, has no effect: mend it or remove it.
select file, entry_no, action, row_id, problem
from corrections
where state in ('not_applied', 'bad')
order by file, entry_no
