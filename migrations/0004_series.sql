-- Series of trainings with windows; who has read, who has shared.

create table series (
	id uuid primary key,
	title text not null check (length(title) between 1 and 300),
	about text not null default '',
	audience_id uuid not null references audience,
	team_id uuid not null references audience,
	level text not null check (level in ('offered', 'expected', 'required')),
	at_least integer check (at_least > 0),
	plan_id uuid not null references document,
	created_by uuid not null references person,
	at timestamptz not null
);

create table series_owner (
	series_id uuid not null references series,
	person_id uuid not null references person,
	primary key (series_id, person_id)
);
create index on series_owner (person_id);

create function i_own_series(which uuid) returns boolean language sql stable security definer set search_path = public as
	$$ select exists (select from series_owner where series_id = which and person_id = me()) $$;

create table series_publication (
	series_id uuid primary key references series,
	by_id uuid not null references person,
	at timestamptz not null
);

create table series_cancellation (
	series_id uuid primary key references series,
	by_id uuid not null references person,
	reason text not null default '',
	at timestamptz not null
);

-- A training's id is its document's. Until the series is published its audience is the team.
create table training (
	id uuid primary key references document,
	series_id uuid not null references series,
	position integer not null,
	opens date not null,
	closes date not null check (closes >= opens),
	format text not null default 'written'
		check (format in ('written', 'mixed', 'recording', 'live', 'lightning', 'in_person')),
	minutes integer not null check (minutes between 1 and 1000),
	audience_id uuid not null references audience,
	unique (series_id, position) deferrable initially deferred
);

create table training_trainer (
	training_id uuid not null references training,
	person_id uuid not null references person,
	role text not null default '' check (length(role) <= 120),
	primary key (training_id, person_id)
);
create index on training_trainer (person_id);

create table check_off (
	training_id uuid not null references training,
	person_id uuid not null references person,
	version integer not null,
	audience_id uuid not null references audience,
	at timestamptz not null,
	primary key (training_id, person_id, version)
);
create index on check_off (person_id);

-- A submission's id is its document's; it is a draft until there is a sharing.
create table submission (
	id uuid primary key references document,
	training_id uuid not null references training,
	author_id uuid not null references person,
	at timestamptz not null
);
create index on submission (training_id);
create index on submission (author_id);

create table sharing (
	submission_id uuid primary key references submission,
	audience_id uuid not null references audience,
	late boolean not null,
	at timestamptz not null
);

-- When somebody opens a part before its window.
create table early_start (
	training_id uuid not null references training,
	person_id uuid not null references person,
	at timestamptz not null,
	primary key (training_id, person_id)
);

-- That somebody took part: by sharing, trying or saying "I already do this".
create table contribution (
	training_id uuid not null references training,
	person_id uuid not null references person,
	what text not null check (what in ('submission', 'adoption', 'same')),
	subject_id uuid not null,
	at timestamptz not null,
	primary key (person_id, training_id, subject_id)
);

-- What somebody says of a series as a whole: to its team, or, where its author lets it be quoted, to all who see the series.
create table series_feedback (
	id uuid primary key,
	series_id uuid not null references series,
	person_id uuid not null references person,
	words text not null,
	may_quote boolean not null,
	audience_id uuid not null references audience,
	at timestamptz not null
);
create index on series_feedback (series_id);

alter table contribution enable row level security;
alter table series_feedback enable row level security;
alter table series enable row level security;
alter table series_owner enable row level security;
alter table series_publication enable row level security;
alter table series_cancellation enable row level security;
alter table training enable row level security;
alter table training_trainer enable row level security;
alter table check_off enable row level security;
alter table submission enable row level security;
alter table sharing enable row level security;
alter table early_start enable row level security;

create function series_is_out(which uuid) returns boolean language sql stable security definer set search_path = public as
	$$ select exists (select from series_publication where series_id = which) $$;

-- Owners see how much time each window leaves to whom; people's weeks and leave are read for nothing else.
create function rhythms_for_series(which uuid)
returns table (id uuid, zone text, week jsonb, leave jsonb)
language sql stable security definer set search_path = public as $$
	select p.id, p.zone, p.week, coalesce((select jsonb_agg(jsonb_build_object('from', l.first_day, 'to', l.last_day))
		from leave l where l.person_id = p.id), '[]')
	from series s, people_in(s.audience_id) as here(id) join person p on p.id = here.id
	where s.id = which and i_own_series(which)
	order by p.name, p.id limit 300
$$;

create policy team_or_audience on series for select using (
	created_by = (select me())
	or team_id = any ((select my_audiences())::uuid[])
	or (audience_id = any ((select my_audiences())::uuid[]) and series_is_out(id))
);
create policy own_makes on series for insert with check (
	created_by = (select me()) and audience_id = any ((select my_audiences())::uuid[])
);
create policy owners_change on series for update using (i_own_series(id))
	with check (audience_id = any ((select my_audiences())::uuid[]));
create policy readers_see on series_owner for select using (exists (select from series s where s.id = series_id));
create policy owners_add on series_owner for insert with check (
	i_own_series(series_id) or exists (select from series s where s.id = series_id and s.created_by = (select me()))
);
create policy owners_remove on series_owner for delete using (i_own_series(series_id));
create policy readers_see on series_publication for select using (exists (select from series s where s.id = series_id));
create policy owners_publish on series_publication for insert with check (i_own_series(series_id));
create policy readers_see on series_cancellation for select using (exists (select from series s where s.id = series_id));
create policy owners_cancel on series_cancellation for insert with check (i_own_series(series_id));
create policy owners_resume on series_cancellation for delete using (i_own_series(series_id));
create policy readers_see on training for select using (
	audience_id = any ((select my_audiences())::uuid[]) or i_own_series(series_id) or i_write(id)
);
create policy owners_add on training for insert with check (i_own_series(series_id));
create policy owners_change on training for update using (i_own_series(series_id))
	with check (audience_id = any ((select my_audiences())::uuid[]));
create policy readers_see on training_trainer for select using (exists (select from training t where t.id = training_id));
create policy owners_add on training_trainer for insert with check (
	exists (select from training t where t.id = training_id and i_own_series(t.series_id))
);
create policy owners_change on training_trainer for update using (
	exists (select from training t where t.id = training_id and i_own_series(t.series_id))
);
create policy owners_remove on training_trainer for delete using (
	exists (select from training t where t.id = training_id and i_own_series(t.series_id))
);
create policy own on check_off for all using (person_id = (select me()))
	with check (person_id = (select me()) and audience_id = any ((select my_audiences())::uuid[]));
-- Who has not read something is an owner's to know for what is required, and for nothing else.
create policy owners_of_required_see on check_off for select using (
	exists (select from training t join series s on s.id = t.series_id
		where t.id = training_id and s.level = 'required' and i_own_series(s.id))
);
-- Whoever left an audience may still take back what they shared there, and its count with it.
create function count_own_submission(which uuid, by_one integer) returns void
language sql security definer set search_path = public as $$
	insert into tally (kind, subject_id, what, audience_id, amount)
	select 'training', s.training_id, 'submission', shared.audience_id, sign(by_one)
	from submission s join sharing shared on shared.submission_id = s.id
	where s.id = which and s.author_id = me()
	on conflict (subject_id, block_id, what, audience_id, kind) do update set amount = tally.amount + excluded.amount
$$;

create policy author_or_shared on submission for select using (
	author_id = (select me()) or exists (select from sharing s where s.submission_id = id)
);
create policy own_makes on submission for insert with check (
	author_id = (select me()) and exists (select from training t where t.id = training_id)
);
create policy audience_or_author on sharing for select using (
	(audience_id = any ((select my_audiences())::uuid[]) and not withdrawn(submission_id)) or i_write(submission_id)
);
create policy author_shares on sharing for insert with check (
	i_write(submission_id) and audience_id = any ((select my_audiences())::uuid[])
);
create policy author_widens on sharing for update using (i_write(submission_id))
	with check (audience_id = any ((select my_audiences())::uuid[]));
create policy own on early_start for all using (person_id = (select me()));
create policy own on contribution for all using (person_id = (select me()));
create policy own_or_audience on series_feedback for select using (
	person_id = (select me()) or audience_id = any ((select my_audiences())::uuid[]) or i_own_series(series_id)
);
create policy own_says on series_feedback for insert with check (
	person_id = (select me()) and exists (select from series s where s.id = series_id)
);
create policy own_takes_back on series_feedback for delete using (person_id = (select me()));
