-- A feed may be of a series: of each of its texts that is read aloud. The series belongs to a module that this one only asks.
alter table feed add column series_id uuid;
alter table feed add check (playlist_id is null or series_id is null);

-- What a feed has told its app of a text: first the whole reading, later only what was read anew. It stays as it was told;
-- takes of one shape alone stand in one, for only those play as one.
create table feed_episode (
	id uuid primary key,
	feed_id uuid not null references feed on delete cascade,
	number integer not null,
	document_id uuid not null,
	takes uuid[] not null check (cardinality(takes) > 0),
	whole boolean not null,
	at timestamptz not null,
	unique (feed_id, number)
);
alter table feed_episode enable row level security;
create policy own on feed_episode for select using (exists (select from feed f where f.id = feed_id));
