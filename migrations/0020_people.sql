-- A place keeps a steward however the last one would go: two who end one another's stewardship at the same moment come one
-- after the other, and whoever leaves is looked at too.
create or replace function keep_a_steward() returns trigger language plpgsql security definer set search_path = public as $$
begin
	if tg_table_name = 'departure' then
		if not exists (select from stewardship where person_id = new.person_id) then
			return null;
		end if;
	end if;
	perform 1 from place for update;
	if not exists (
		select from stewardship s
		where not exists (select from departure d where d.person_id = s.person_id)
	) then
		raise exception 'the last steward' using errcode = 'P0001';
	end if;
	return null;
end
$$;

create trigger keep_a_steward after insert on departure for each row execute function keep_a_steward();
