-- The organisation's own directory, which says who comes and who goes. There is one at most; its token is made at the machine.
create table directory (
	only_one boolean primary key default true check (only_one),
	token_hash text not null unique,
	-- Who takes over what somebody cared for whom the directory lets go, where it names no manager who is here.
	heir_id uuid not null references person,
	at timestamptz not null,
	asked_at timestamptz
);

-- What the directory calls somebody, and whom it calls their manager.
create table directory_person (
	person_id uuid primary key references person,
	user_name text not null,
	external_id text,
	display_name text,
	given_name text,
	family_name text,
	manager_id uuid references person,
	-- When the directory deleted them; kept so that whoever gets their address later is not taken for them.
	deleted_at timestamptz,
	at timestamptz not null
);
create unique index on directory_person (lower(user_name)) where deleted_at is null;
create index on directory_person (external_id);
create index on directory_person (manager_id);

alter table directory enable row level security;
alter table directory_person enable row level security;

create policy steward_reads on directory for select using ((select i_am_steward()));
create policy steward_names_heir on directory for update using ((select i_am_steward()));
create policy steward_ends on directory for delete using ((select i_am_steward()));
create policy own on directory_person for select using (person_id = (select me()));
