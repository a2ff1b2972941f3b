-- What is said in a take, written down: cues with the seconds from which to which they are said, or without.
create table transcript (
	take_id uuid primary key references take,
	by_id uuid not null references person,
	cues jsonb not null,
	-- All of its words, for those who search.
	words text not null,
	at timestamptz not null
);

alter table transcript enable row level security;
create policy listeners_see on transcript for select using (exists (select from take k where k.id = take_id));
create policy voice_writes on transcript for insert with check (
	by_id = (select me())
	and exists (select from take k join track t on t.id = k.track_id where k.id = take_id and t.voice_id = (select me()))
);
create policy voice_corrects on transcript for update using (
	exists (select from take k join track t on t.id = k.track_id where k.id = take_id and t.voice_id = (select me()))
);
create policy voice_removes on transcript for delete using (
	exists (select from take k join track t on t.id = k.track_id where k.id = take_id and t.voice_id = (select me()))
);
