-- Short spoken pieces, and ordered lists of them by one or many voices.

create table track (
	id uuid primary key,
	voice_id uuid not null references person,
	title text not null check (length(title) between 1 and 200),
	audience_id uuid not null references audience,
	at timestamptz not null
);
create index on track (voice_id, id desc);

-- What is on its way from a device; once all of it is here it becomes a take of the same id, or is refused.
create table recording (
	id uuid primary key,
	track_id uuid not null references track,
	person_id uuid not null references person,
	name text not null,
	bytes bigint not null check (bytes > 0),
	-- What is new in it, for those who heard the take before.
	words text not null default '' check (length(words) <= 300),
	at timestamptz not null
);
create index on recording (track_id);
create index on recording (at);

create table recording_refusal (
	recording_id uuid primary key references recording,
	reason text not null,
	at timestamptz not null
);

-- The sound of a track; each replaces the one before, which stays.
create table take (
	id uuid primary key references recording,
	track_id uuid not null references track,
	number integer not null check (number > 0),
	file_id uuid not null references file,
	seconds double precision not null check (seconds > 0),
	words text not null default '',
	at timestamptz not null,
	unique (track_id, number)
);
create index on take (file_id);

create table track_withdrawal (
	track_id uuid primary key references track,
	by_id uuid not null references person,
	at timestamptz not null
);

create table playlist (
	id uuid primary key,
	owner_id uuid not null references person,
	title text not null check (length(title) between 1 and 200),
	about text not null default '' check (length(about) <= 2000),
	audience_id uuid not null references audience,
	at timestamptz not null
);
create index on playlist (owner_id);
create index on playlist (audience_id, id desc);

create table playlist_withdrawal (
	playlist_id uuid primary key references playlist,
	by_id uuid not null references person,
	at timestamptz not null
);

create table playlist_track (
	playlist_id uuid not null references playlist,
	track_id uuid not null references track,
	position integer not null,
	by_id uuid not null references person,
	at timestamptz not null,
	primary key (playlist_id, track_id)
);
create index on playlist_track (track_id);

-- Where somebody is in a track, by their take of it, and when they had heard all of it.
create table listening (
	person_id uuid not null references person,
	track_id uuid not null references track,
	take integer not null,
	seconds double precision not null check (seconds >= 0),
	heard_at timestamptz,
	at timestamptz not null,
	primary key (person_id, track_id)
);

-- A private podcast feed of one device: all that is new for its person, or one playlist.
create table feed (
	id uuid primary key,
	person_id uuid not null references person,
	token_hash text not null unique,
	label text not null check (length(label) between 1 and 120),
	playlist_id uuid references playlist,
	at timestamptz not null
);
create index on feed (person_id);

-- When a feed was last asked for, and by what app.
create table feed_reading (
	feed_id uuid primary key references feed on delete cascade,
	agent text not null,
	at timestamptz not null
);

alter table track enable row level security;
alter table recording enable row level security;
alter table recording_refusal enable row level security;
alter table take enable row level security;
alter table track_withdrawal enable row level security;
alter table playlist enable row level security;
alter table playlist_withdrawal enable row level security;
alter table playlist_track enable row level security;
alter table listening enable row level security;
alter table feed enable row level security;
alter table feed_reading enable row level security;

-- Whether others may hear it: it has a sound, and its voice has not withdrawn it.
create function track_is_out(which uuid) returns boolean language sql stable security definer set search_path = public as $$
	select exists (select from take where track_id = which)
		and not exists (select from track_withdrawal where track_id = which)
$$;
create function playlist_is_out(which uuid) returns boolean language sql stable security definer set search_path = public as
	$$ select not exists (select from playlist_withdrawal where playlist_id = which) $$;

create policy voice_or_audience on track for select using (
	voice_id = (select me()) or (audience_id = any ((select my_audiences())::uuid[]) and track_is_out(id))
);
create policy own_makes on track for insert with check (
	voice_id = (select me()) and audience_id = any ((select my_audiences())::uuid[])
);
create policy voice_changes on track for update using (voice_id = (select me()))
	with check (audience_id = any ((select my_audiences())::uuid[]));
create policy own on recording for select using (person_id = (select me()));
create policy voice_sends on recording for insert with check (
	person_id = (select me()) and exists (select from track t where t.id = track_id and t.voice_id = (select me()))
);
create policy own on recording_refusal for select using (
	exists (select from recording r where r.id = recording_id)
);
create policy own_is_refused on recording_refusal for insert with check (
	exists (select from recording r where r.id = recording_id)
);
create policy listeners_see on take for select using (exists (select from track t where t.id = track_id));
create policy voice_adds on take for insert with check (
	exists (select from recording r where r.id = take.id and r.track_id = take.track_id)
);
create policy readers_see on track_withdrawal for select using (exists (select from track t where t.id = track_id));
create policy voice_withdraws on track_withdrawal for insert with check (
	by_id = (select me()) and exists (select from track t where t.id = track_id and t.voice_id = (select me()))
);
create policy voice_restores on track_withdrawal for delete using (
	exists (select from track t where t.id = track_id and t.voice_id = (select me()))
);
create policy owner_or_audience on playlist for select using (
	owner_id = (select me()) or (audience_id = any ((select my_audiences())::uuid[]) and playlist_is_out(id))
);
create policy own_makes on playlist for insert with check (
	owner_id = (select me()) and audience_id = any ((select my_audiences())::uuid[])
);
create policy owner_changes on playlist for update using (owner_id = (select me()))
	with check (audience_id = any ((select my_audiences())::uuid[]));
create policy readers_see on playlist_withdrawal for select using (exists (select from playlist p where p.id = playlist_id));
create policy owner_withdraws on playlist_withdrawal for insert with check (
	by_id = (select me()) and exists (select from playlist p where p.id = playlist_id and p.owner_id = (select me()))
);
create policy owner_restores on playlist_withdrawal for delete using (
	exists (select from playlist p where p.id = playlist_id and p.owner_id = (select me()))
);
-- A list tells of no track that its reader may not hear.
create policy readers_see on playlist_track for select using (
	exists (select from playlist p where p.id = playlist_id) and exists (select from track t where t.id = track_id)
);
create policy owner_adds on playlist_track for insert with check (
	by_id = (select me()) and exists (select from track t where t.id = track_id)
	and exists (select from playlist p where p.id = playlist_id and p.owner_id = (select me()))
);
create policy owner_orders on playlist_track for update using (
	exists (select from playlist p where p.id = playlist_id and p.owner_id = (select me()))
);
create policy owner_or_voice_removes on playlist_track for delete using (
	exists (select from playlist p where p.id = playlist_id and p.owner_id = (select me()))
	or exists (select from track t where t.id = track_id and t.voice_id = (select me()))
);
create policy own on listening for all using (person_id = (select me())) with check (
	person_id = (select me()) and exists (select from track t where t.id = track_id)
);
create policy own on feed for all using (person_id = (select me())) with check (
	person_id = (select me())
	and (playlist_id is null or exists (select from playlist p where p.id = playlist_id))
);
create policy own on feed_reading for select using (exists (select from feed f where f.id = feed_id));
create policy listeners on file for select using (exists (select from take k where k.file_id = file.id));
