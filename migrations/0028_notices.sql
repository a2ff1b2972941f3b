-- A named day of the place that matters to many: a review season, a launch.
create table occasion (
	id uuid primary key,
	name text not null check (length(name) between 1 and 120),
	day date not null,
	audience_id uuid not null references audience,
	by_id uuid not null references person,
	at timestamptz not null
);
create index on occasion (day);

create table occasion_withdrawal (
	occasion_id uuid primary key references occasion,
	by_id uuid not null references person,
	at timestamptz not null
);

-- What somebody wants to be reminded of, on a day or at an occasion; nobody else ever sees it.
create table reminder (
	id uuid primary key,
	person_id uuid not null references person,
	kind text not null,
	subject_id uuid not null,
	day date,
	occasion_id uuid references occasion,
	words text not null default '' check (length(words) <= 300),
	at timestamptz not null,
	unique (person_id, kind, subject_id),
	check ((day is null) <> (occasion_id is null))
);
create index on reminder (day);
create index on reminder (occasion_id);

alter table occasion enable row level security;
alter table occasion_withdrawal enable row level security;
alter table reminder enable row level security;

create policy readers_see on occasion for select using (audience_id = any ((select my_audiences())::uuid[]));
create policy stewards_add on occasion for insert with check (
	(select i_am_steward()) and audience_id = any ((select my_audiences())::uuid[])
);
create policy stewards_change on occasion for update using ((select i_am_steward()));
create policy readers_see on occasion_withdrawal for select using (
	exists (select from occasion o where o.id = occasion_id)
);
create policy stewards_keep on occasion_withdrawal for all using ((select i_am_steward()));
create policy own on reminder for all using (person_id = (select me()));
