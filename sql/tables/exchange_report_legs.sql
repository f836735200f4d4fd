-- One row a group that passes one way, as one article reports it.
create table exchange_report_legs (
    report_id varchar not null references exchange_reports (report_id),
    leg_no integer not null,
    from_party varchar references parties (party_code),
    to_party varchar references parties (party_code),
    category varchar not null,
    value double,
    low double,
    high double,
    approx varchar,
    who varchar,
    primary key (report_id, leg_no)
);
