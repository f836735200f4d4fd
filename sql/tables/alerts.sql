-- One row a run and source that brought nothing in it though it used to.
create table alerts (
    run_id varchar not null,
    source varchar not null,
    reason varchar not null,
    detail varchar not null,
    usual_count bigint not null,
    last_brought_at timestamp not null,
    primary key (run_id, source)
);
