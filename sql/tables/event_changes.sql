-- One row a change of an event's id between a published build and the next; kept from build to build.
create table event_changes (
    run_id varchar not null,
    change_no integer not null,
    row_kind varchar not null,
    old_id varchar not null,
    new_id varchar,
    change varchar not null,
    primary key (run_id, change_no)
);
