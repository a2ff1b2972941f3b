-- What somebody says into the recorder comes here as it is spoken, to be offered back when a device fails. Nobody else hears it.
create table draft_recording (
	id uuid primary key,
	person_id uuid not null references person,
	-- The page it is spoken for, where it is offered back.
	page text not null check (length(page) between 1 and 200),
	at timestamptz not null
);
create index on draft_recording (person_id, page);

alter table draft_recording enable row level security;
create policy own on draft_recording for all using (person_id = (select me())) with check (person_id = (select me()));

-- How fast somebody listens to a voice.
create table listening_speed (
	person_id uuid not null references person,
	voice_id uuid not null references person,
	speed double precision not null check (speed between 0.5 and 3),
	at timestamptz not null,
	primary key (person_id, voice_id)
);
create index on listening_speed (voice_id);
create index on take (at);

alter table listening_speed enable row level security;
create policy own on listening_speed for all using (person_id = (select me())) with check (person_id = (select me()));
