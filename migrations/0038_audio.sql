-- A voice asks the machine that the operator named to write down what is said in a take; once it has, or somebody wrote it, this goes.
create table transcript_wish (
	take_id uuid primary key references take,
	at timestamptz not null
);

create table transcript_failure (
	take_id uuid primary key references transcript_wish on delete cascade,
	at timestamptz not null
);

-- A transcript as a machine wrote it, until somebody saves words of their own.
create table machine_transcript (
	take_id uuid primary key references transcript on delete cascade,
	at timestamptz not null
);

alter table transcript_wish enable row level security;
alter table transcript_failure enable row level security;
alter table machine_transcript enable row level security;

create function is_my_take(which uuid) returns boolean language sql stable as $$
	select exists (select from take k join track t on t.id = k.track_id where k.id = which and t.voice_id = (select me()))
$$;

create policy voice on transcript_wish for all using (is_my_take(take_id)) with check (is_my_take(take_id));
create policy voice_sees on transcript_failure for select using (exists (select from transcript_wish w where w.take_id = transcript_failure.take_id));
create policy voice_is_told on transcript_failure for insert with check (is_my_take(take_id));
create policy listeners_see on machine_transcript for select using (exists (select from transcript s where s.take_id = machine_transcript.take_id));
create policy voice_marks on machine_transcript for insert with check (is_my_take(take_id));
create policy voice_unmarks on machine_transcript for delete using (is_my_take(take_id));
