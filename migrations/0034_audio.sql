-- A text read aloud: each of its blocks is a track of its own.
create table spoken_block (
	track_id uuid primary key references track,
	document_id uuid not null,
	block_id text not null
);
create index on spoken_block (document_id);

-- Which words a recording reads.
create table spoken_words (
	recording_id uuid primary key references recording,
	words text not null
);

alter table spoken_block enable row level security;
alter table spoken_words enable row level security;

create function read_from(which uuid) returns uuid language sql stable security definer set search_path = public as
	$$ select document_id from spoken_block where track_id = which $$;

-- Nobody hears of a text more than they may read.
alter policy voice_or_audience on track using (
	voice_id = (select me()) or (
		audience_id = any ((select my_audiences())::uuid[]) and track_is_out(id) and not answer_is_shut(id)
		and (read_from(id) is null or exists (select from version v where v.document_id = read_from(id)))
	)
);

create policy listeners_see on spoken_block for select using (exists (select from track t where t.id = track_id));
create policy writer_reads on spoken_block for insert with check (
	i_write(document_id) and exists (select from track t where t.id = track_id and t.voice_id = (select me()))
);
create policy listeners_see on spoken_words for select using (
	exists (select from recording r where r.id = recording_id) or exists (select from take k where k.id = recording_id)
);
create policy voice_reads on spoken_words for insert with check (exists (select from recording r where r.id = recording_id));
-- Whoever writes a text no more reads it aloud no more.
create policy writer_sends on recording as restrictive for insert with check (
	read_from(track_id) is null or i_write(read_from(track_id))
);

-- What a steward set aside comes back by a steward alone.
create policy stays_aside on track_withdrawal as restrictive for delete using (not set_aside(track_id));
