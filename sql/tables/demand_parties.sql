-- One row a party that makes a demand (role by) or to which it is addressed (role to).
create table demand_parties (
    demand_id varchar not null references demands (demand_id),
    party_code varchar not null references parties (party_code),
    role varchar not null,
    article_count integer not null,
    primary key (demand_id, party_code, role)
);
