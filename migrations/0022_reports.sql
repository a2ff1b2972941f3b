-- That somebody finds a contribution not right, with their own words and what it said then, for the stewards who did not write it.
create table report (
	id uuid primary key,
	person_id uuid not null references person,
	kind text not null,
	subject_id uuid not null,
	audience_id uuid not null references audience,
	title text not null,
	quote text not null,
	words text not null check (length(words) between 1 and 1000),
	at timestamptz not null
);
create index on report (subject_id);
create index on report (person_id);

-- Who wrote what was reported: none of them learns who reported it, steward or not.
create table report_author (
	report_id uuid not null references report on delete cascade,
	person_id uuid not null references person,
	primary key (report_id, person_id)
);

-- A steward took a contribution out of everybody's sight; its authors are told why.
create table setting_aside (
	id uuid primary key,
	kind text not null,
	subject_id uuid not null,
	title text not null,
	quote text not null,
	words text not null check (length(words) between 1 and 1000),
	by_id uuid not null references person,
	-- Its author had withdrawn it before, so that bringing it back does not show it again.
	withdrawn_at timestamptz,
	at timestamptz not null
);
create index on setting_aside (subject_id);

create table setting_aside_author (
	aside_id uuid not null references setting_aside,
	person_id uuid not null references person,
	primary key (aside_id, person_id)
);

create table bringing_back (
	aside_id uuid primary key references setting_aside,
	by_id uuid not null references person,
	at timestamptz not null
);

-- What a steward made of a report: `aside_id` says what was set aside, none where it stays as it is.
create table report_closure (
	report_id uuid primary key references report on delete cascade,
	aside_id uuid references setting_aside,
	words text not null default '' check (length(words) <= 1000),
	by_id uuid not null references person,
	at timestamptz not null
);

alter table report enable row level security;
alter table report_author enable row level security;
alter table setting_aside enable row level security;
alter table setting_aside_author enable row level security;
alter table bringing_back enable row level security;
alter table report_closure enable row level security;

create function i_wrote_reported(which uuid) returns boolean language sql stable security definer set search_path = public as
	$$ select exists (select from report_author where report_id = which and person_id = me()) $$;

create function i_wrote_set_aside(which uuid) returns boolean language sql stable security definer set search_path = public as
	$$ select exists (select from setting_aside_author where aside_id = which and person_id = me()) $$;

create function set_aside(which uuid) returns boolean language sql stable security definer set search_path = public as $$
	select exists (select from setting_aside s where s.subject_id = which
		and not exists (select from bringing_back b where b.aside_id = s.id))
$$;

create policy own_or_stewards on report for select using (
	person_id = (select me()) or ((select i_am_steward()) and not i_wrote_reported(id))
);
create policy own_reports on report for insert with check (
	person_id = (select me()) and audience_id = any ((select my_audiences())::uuid[])
);
create policy reporter_names on report_author for insert with check (
	exists (select from report r where r.id = report_id and r.person_id = (select me()))
);
create policy readers_see on report_closure for select using (exists (select from report r where r.id = report_id));
create policy authors_or_stewards on setting_aside for select using (
	(select i_am_steward()) or i_wrote_set_aside(id)
);
create policy own on setting_aside_author for select using (person_id = (select me()));
create policy readers_see on bringing_back for select using (
	exists (select from setting_aside s where s.id = bringing_back.aside_id)
	or exists (select from report_closure c where c.aside_id = bringing_back.aside_id)
);

-- What a steward set aside comes back by a steward alone.
create policy stays_aside on document_withdrawal as restrictive for delete using (not set_aside(document_id));
create policy stays_aside on comment_withdrawal as restrictive for delete using (not set_aside(comment_id));
