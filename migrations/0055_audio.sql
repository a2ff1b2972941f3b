-- What does not play everywhere is made so here, where the machine can.
create table recording_making (
	recording_id uuid primary key references recording,
	-- How often it was begun, and as which file the last time.
	tries integer not null default 0,
	file_id uuid,
	at timestamptz not null
);

-- The recording as it was sent, where what is heard was made of it. Its voice alone has it.
create table original (
	file_id uuid primary key references file,
	original_id uuid not null unique references file
);

alter table recording_making enable row level security;
alter table original enable row level security;
create policy own on recording_making for select using (exists (select from recording r where r.id = recording_id));
create policy own on original for select using (exists (select from file f where f.id = original_id and f.owner_id = (select me())));

-- The original of what its device made ready; it follows, and nobody hears it.
create table original_coming (
	id uuid primary key,
	recording_id uuid not null unique references recording,
	name text not null,
	bytes bigint not null check (bytes > 0),
	at timestamptz not null
);
create index on original_coming (at);
alter table original_coming enable row level security;
create policy own on original_coming for select using (exists (select from recording r where r.id = recording_id));
create policy voice_sends on original_coming for insert with check (exists (select from recording r where r.id = recording_id));
