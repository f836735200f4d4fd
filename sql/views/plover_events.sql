-- One row an event and ordered pair of parties in PLOVER categories and modes (Open Event Data Alliance, PLOVER,
-- crosswalk CAMEO2PLOVER-2021). Two departures: a reached agreement is AGREE (the crosswalk files every signature under
-- SUPPORT), and proposals, which CAMEO calls appeals and the crosswalk leaves out, are DEMAND with the mode of their
-- issue. PLOVER's DEMAND is called REQUEST in the POLECAT data set.
create view plover_events as
with categories (cameo_code, plover_category, plover_mode) as (
    values
        ('035', 'AGREE', null),
        ('0353', 'AGREE', null),
        ('036', 'AGREE', null),
        ('041', 'CONSULT', 'phone'),
        ('045', 'CONSULT', null),
        ('046', 'CONSULT', null),
        ('057', 'AGREE', null),
        ('084', 'RETREAT', null),
        ('0841', 'RETREAT', 'release'),
        ('100', 'DEMAND', null),
        ('1011', 'DEMAND', 'assist'),
        ('1013', 'DEMAND', 'assist'),
        ('102', 'DEMAND', 'assist'),
        ('103', 'DEMAND', 'assist'),
        ('1033', 'DEMAND', 'assist'),
        ('1034', 'DEMAND', 'assist'),
        ('104', 'DEMAND', 'change'),
        ('1042', 'DEMAND', 'change'),
        ('1043', 'DEMAND', 'change'),
        ('105', 'DEMAND', 'change'),
        ('1053', 'DEMAND', 'yield'),
        ('1054', 'DEMAND', 'yield'),
        ('1056', 'DEMAND', 'yield'),
        ('106', 'DEMAND', 'meet'),
        ('020', 'DEMAND', null),
        ('0211', 'DEMAND', 'assist'),
        ('0213', 'DEMAND', 'assist'),
        ('022', 'DEMAND', 'assist'),
        ('023', 'DEMAND', 'assist'),
        ('0233', 'DEMAND', 'assist'),
        ('0234', 'DEMAND', 'assist'),
        ('024', 'DEMAND', 'change'),
        ('0242', 'DEMAND', 'change'),
        ('0243', 'DEMAND', 'change'),
        ('025', 'DEMAND', 'change'),
        ('0253', 'DEMAND', 'yield'),
        ('0254', 'DEMAND', 'yield'),
        ('0256', 'DEMAND', 'yield'),
        ('026', 'DEMAND', 'meet'),
        ('124', 'REJECT', 'change'),
        ('1243', 'REJECT', 'yield'),
        ('125', 'REJECT', 'meet')
)

select
    e.event_kind,
    e.event_id,
    e.event_date,
    e.is_date_inferred,
    e.source_code,
    e.target_code,
    c.plover_category,
    c.plover_mode,
    e.cameo_code,
    e.status
from cameo_events as e
left join categories as c using (cameo_code)
