-- One row an input that was not taken or a row that broke a rule, with the reason.
create table rejects (
    reject_id varchar primary key,
    run_id varchar,
    stage varchar not null,
    item varchar not null,
    reason varchar not null,
    detail varchar,
    source varchar
);
