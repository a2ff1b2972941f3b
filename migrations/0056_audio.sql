-- Better words that somebody who hears a take suggests for one cue of its transcript; gone once they are used, or not wanted.
create table transcript_correction (
	id uuid primary key,
	take_id uuid not null references take,
	by_id uuid not null references person,
	-- Which cue it is about, and its words as they were then.
	place integer not null check (place >= 0),
	was text not null,
	words text not null check (length(words) between 1 and 10000),
	at timestamptz not null,
	unique (take_id, by_id, place)
);
create index on transcript_correction (by_id);

alter table transcript_correction enable row level security;
create policy author_or_voice on transcript_correction for select using (
	(by_id = (select me()) or is_my_take(take_id)) and exists (select from take k where k.id = take_id)
);
create policy hearer_suggests on transcript_correction for insert with check (
	by_id = (select me()) and not is_my_take(take_id) and exists (
		select from transcript s join take k on k.id = s.take_id
		where s.take_id = transcript_correction.take_id and track_is_out(k.track_id)
	)
);
create policy author_or_voice_ends on transcript_correction for delete using (by_id = (select me()) or is_my_take(take_id));
