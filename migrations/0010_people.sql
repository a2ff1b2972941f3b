-- A new address that somebody wants, until whoever reads its letters says yes.
create table address_change (
	person_id uuid primary key references person,
	email text not null,
	token_hash text not null unique,
	at timestamptz not null,
	expires_at timestamptz not null
);

alter table address_change enable row level security;

create policy own on address_change for all using (person_id = (select me()));

-- A place that has a steward keeps one.
create function keep_a_steward() returns trigger language plpgsql security definer set search_path = public as $$
begin
	if not exists (
		select from stewardship s
		where not exists (select from departure d where d.person_id = s.person_id)
	) then
		raise exception 'the last steward' using errcode = 'P0001';
	end if;
	return null;
end
$$;

create trigger keep_a_steward after delete on stewardship for each row execute function keep_a_steward();

create policy steward_names on stewardship for insert with check ((select i_am_steward()));
create policy steward_ends on stewardship for delete using ((select i_am_steward()));
