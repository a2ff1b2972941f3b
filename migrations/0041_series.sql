-- An hour at which people come together over a training: its live form, beside its text and its recordings.
create table training_session (
	id uuid primary key,
	training_id uuid not null references training,
	format text not null check (format in ('live', 'lightning', 'in_person')),
	starts_at timestamptz not null,
	minutes integer not null check (minutes between 5 and 480),
	place text not null default '' check (length(place) <= 300),
	at timestamptz not null
);
create index on training_session (training_id, starts_at);

alter table training_session enable row level security;
create policy readers_see on training_session for select using (
	exists (select from training t where t.id = training_id)
);
create policy writers_set on training_session for insert with check (i_write(training_id));
create policy writers_drop on training_session for delete using (i_write(training_id));
