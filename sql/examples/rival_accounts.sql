-- What the articles say differently about one exchange: reports side by side.
select e.summary, r.attributed_to, a.outlet, a.published_at, l.from_party, l.to_party, l.category, l.value, l.who
from exchanges as e
join exchange_reports as r using (exchange_id)
join exchange_report_legs as l using (report_id)
join articles as a using (article_id)
where e.report_count > 1
order by e.exchange_id, l.category, l.from_party, a.published_at, r.report_id, l.leg_no
