-- One row an entry of the curation folder (corrections.yml, judgements.yml), with what became of it in this build.
create table corrections (
    correction_id varchar primary key,
    file varchar not null,
    entry_no integer not null,
    action varchar not null,
    row_kind varchar,
    row_id varchar,
    slot varchar,
    value_before varchar,
    value_after varchar,
    because varchar not null,
    decided_from varchar,
    decided_on date,
    state varchar not null,
    problem varchar
);
