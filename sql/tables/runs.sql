-- One row a run of the main job.
create table runs (
    run_id varchar primary key,
    status varchar,
    started_at timestamp,
    finished_at timestamp,
    duration_seconds double,
    version varchar,
    page_count bigint,
    kept_count bigint,
    reject_count bigint,
    details varchar not null
);
