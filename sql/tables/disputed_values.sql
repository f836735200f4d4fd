-- One row a report's value of a slot on which the reports of an event differ; the view conflicts shows them with
-- outlets and sentences.
create table disputed_values (
    row_kind varchar not null,
    row_id varchar not null,
    slot varchar not null,
    value varchar not null,
    report_id varchar not null,
    claimant varchar,
    is_contradicted boolean not null,
    primary key (row_kind, row_id, slot, value, report_id)
);
