-- What does not play everywhere is made so here, where the machine can.
create table recording_making (
	recording_id uuid primary key references recording,
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
