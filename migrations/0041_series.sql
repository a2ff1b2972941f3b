-- An hour at which people come together over a training: its live form, beside its text and its recordings.
create table training_meeting (
	id uuid primary key,
	training_id uuid not null references training,
	format text not null check (format in ('live', 'lightning', 'in_person')),
	starts_at timestamptz not null,
	minutes integer not null check (minutes between 5 and 480),
	place text not null default '' check (length(place) <= 300),
	at timestamptz not null
);
create index on training_meeting (training_id, starts_at);

create table training_meeting_withdrawal (
	meeting_id uuid primary key references training_meeting,
	at timestamptz not null
);

alter table training_meeting enable row level security;
alter table training_meeting_withdrawal enable row level security;
create policy readers_see on training_meeting for select using (
	exists (select from training t where t.id = training_id)
);
create policy writers_set on training_meeting for insert with check (i_write(training_id));
create policy readers_see on training_meeting_withdrawal for select using (
	exists (select from training_meeting m where m.id = meeting_id)
);
create policy writers_drop on training_meeting_withdrawal for insert with check (
	exists (select from training_meeting m where m.id = meeting_id and i_write(m.training_id))
);
create policy writers_restore on training_meeting_withdrawal for delete using (
	exists (select from training_meeting m where m.id = meeting_id and i_write(m.training_id))
);
