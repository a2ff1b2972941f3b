-- Has what follows in a transaction see what a person may see, or a stranger; false for somebody who is not here (any more).
create function see_as(who uuid) returns boolean language plpgsql as $$
declare
	audiences uuid[] := audiences_of(who);
begin
	perform set_config('app.person', coalesce(who::text, ''), true),
		set_config('app.audiences', audiences::text, true),
		set_config('role', current_database() || '_junto_app', true);
	return audiences <> '{}';
end
$$;

-- A file that a person may see, in one statement: its own begins by seeing as them, so that policies decide as they do everywhere.
create function file_seen_by(who uuid, which uuid) returns setof file language plpgsql as $$
begin
	if see_as(who) then
		return query select * from file where id = which;
	end if;
end
$$;
