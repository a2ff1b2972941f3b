-- Which tracks of a playlist a link shares: what comes into the list later is not among them.
create table share_link_track (
	link_id uuid not null references share_link on delete cascade,
	track_id uuid not null references track on delete cascade,
	primary key (link_id, track_id)
);
create index on share_link_track (track_id);

insert into share_link_track (link_id, track_id)
	select link.id, t.id from share_link link join playlist_track p on p.playlist_id = link.playlist_id
	join track t on t.id = p.track_id and t.voice_id = link.person_id;
insert into share_link_track (link_id, track_id) select id, track_id from share_link where track_id is not null;

alter table share_link_track enable row level security;
create policy own on share_link_track for select using (exists (select from share_link l where l.id = link_id));
create policy voice_shares on share_link_track for insert with check (
	exists (select from share_link l where l.id = link_id)
	and exists (select from track t where t.id = track_id and t.voice_id = (select me()))
);

create or replace function tracks_shared_by(link share_link) returns table (track uuid, place integer) language sql stable as $$
	select t.id, coalesce(p.position, 0)
	from share_link_track s join track t on t.id = s.track_id
		left join playlist_track p on p.track_id = t.id and p.playlist_id = link.playlist_id
	where s.link_id = link.id and (t.id = link.track_id or p.playlist_id is not null)
	and t.voice_id = link.person_id and track_is_out(t.id)
	and (link.playlist_id is null or playlist_is_out(link.playlist_id) and exists (
		select from playlist l where l.id = link.playlist_id and l.owner_id = link.person_id
	))
	and read_from(t.id) is null and not exists (select from said d where d.track_id = t.id)
$$;
