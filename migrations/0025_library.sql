-- Pages that a steward gives to somebody new in their first week.
create table first_page (
	page_id uuid primary key references page,
	by_id uuid not null references person,
	at timestamptz not null
);

alter table first_page enable row level security;

create policy readers_see on first_page for select using (exists (select from page p where p.id = page_id));
create policy steward_gives on first_page for insert with check (
	(select i_am_steward()) and by_id = (select me()) and exists (select from page p where p.id = page_id)
);
create policy steward_takes on first_page for delete using ((select i_am_steward()));
