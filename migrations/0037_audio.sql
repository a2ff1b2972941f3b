alter table playlist add column tags text[] not null default '{}' check (cardinality(tags) <= 10);

-- Somebody who was asked names another who may know; whoever asked decides.
create table call_suggestion (
	playlist_id uuid not null references call,
	person_id uuid not null references person,
	by_id uuid not null references person,
	at timestamptz not null,
	primary key (playlist_id, person_id, by_id)
);

-- The same question, talked about at one hour: beside the answers, never in their place.
create table call_meeting (
	playlist_id uuid primary key references call,
	starts_at timestamptz not null,
	minutes integer not null check (minutes between 5 and 480),
	place text not null default '' check (length(place) <= 300),
	at timestamptz not null
);

alter table call_suggestion enable row level security;
alter table call_meeting enable row level security;

create policy own_or_asker on call_suggestion for select using (by_id = (select me()) or owns_playlist(playlist_id));
create policy invited_suggest on call_suggestion for insert with check (
	by_id = (select me()) and exists (
		select from call_invitation i where i.playlist_id = call_suggestion.playlist_id and i.person_id = (select me())
	)
);
create policy readers_see on call_meeting for select using (
	exists (select from call c where c.playlist_id = call_meeting.playlist_id)
);
create policy owner_sets on call_meeting for all using (owns_playlist(playlist_id)) with check (owns_playlist(playlist_id));
