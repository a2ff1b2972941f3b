-- An address at which whoever has it hears, without signing in, a track of its maker's, or what is theirs in a playlist of theirs, until a day of the maker's is over.
create table share_link (
	id uuid primary key,
	person_id uuid not null references person,
	token_hash text not null unique,
	track_id uuid references track,
	playlist_id uuid references playlist,
	closes date not null,
	ends_at timestamptz not null,
	heard_at timestamptz,
	at timestamptz not null,
	check ((track_id is null) <> (playlist_id is null))
);
create index on share_link (person_id);
create index on share_link (ends_at);
alter table share_link enable row level security;
create policy own on share_link for all using (person_id = (select me())) with check (
	person_id = (select me())
	and (track_id is null or exists (select from track t where t.id = track_id and t.voice_id = person_id))
	and (playlist_id is null or exists (select from playlist p where p.id = playlist_id and p.owner_id = person_id))
);

-- What a link shares: its maker's own tracks that are out, and no part of a text, whose readers hear it.
create function tracks_shared_by(link share_link) returns table (track uuid, place integer) language sql stable as $$
	select t.id, coalesce(p.position, 0)
	from track t left join playlist_track p on p.track_id = t.id and p.playlist_id = link.playlist_id
	where (t.id = link.track_id or p.playlist_id is not null)
	and t.voice_id = link.person_id and track_is_out(t.id)
	and (link.playlist_id is null or playlist_is_out(link.playlist_id) and exists (
		select from playlist l where l.id = link.playlist_id and l.owner_id = link.person_id
	))
	and read_from(t.id) is null and not exists (select from said s where s.track_id = t.id)
$$;
