-- What happens to a series on its way: it is run again, joined late, helped to begin, and looked back on.

-- That a series was made as a copy of another.
create table series_origin (
	series_id uuid primary key references series,
	from_id uuid not null references series,
	by_id uuid not null references person,
	at timestamptz not null
);
create index on series_origin (from_id);

-- By how many days each part comes later for somebody who began from the start.
create table own_pace (
	series_id uuid not null references series,
	person_id uuid not null references person,
	days integer not null check (days > 0),
	at timestamptz not null,
	primary key (series_id, person_id)
);

-- Whom somebody who prepares a part asks for a first word on it, before it opens.
create table first_request (
	training_id uuid not null references training,
	person_id uuid not null references person,
	by_id uuid not null references person,
	at timestamptz not null,
	primary key (training_id, person_id)
);
create index on first_request (person_id);

-- What its team makes of a series afterwards.
create table retrospective (
	series_id uuid primary key references series,
	worked text not null check (length(worked) <= 5000),
	change text not null check (length(change) <= 5000),
	by_id uuid not null references person,
	audience_id uuid not null references audience,
	at timestamptz not null
);

alter table series_origin enable row level security;
alter table own_pace enable row level security;
alter table first_request enable row level security;
alter table retrospective enable row level security;

create policy readers_see on series_origin for select using (exists (select from series s where s.id = series_id));
create policy owners_copy on series_origin for insert with check (
	by_id = (select me()) and i_own_series(series_id) and exists (select from series s where s.id = from_id)
);
create policy own on own_pace for all using (person_id = (select me()))
	with check (person_id = (select me()) and exists (select from series s where s.id = series_id));
create policy own_or_preparing on first_request for select using (person_id = (select me()) or i_write(training_id));
create policy preparing_ask on first_request for insert with check (i_write(training_id) and by_id = (select me()));
create policy preparing_take_back on first_request for delete using (i_write(training_id));
create policy audience_sees on retrospective for select using (audience_id = any ((select my_audiences())::uuid[]));
create policy owners_write on retrospective for all using (i_own_series(series_id)) with check (i_own_series(series_id));
