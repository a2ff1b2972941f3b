-- Whether a subject may be tried once more, of so many tries since then: one after another, so that of many at once none is missed. One that may not is not counted.
create function may_try(what text, most integer, since timestamptz, present timestamptz) returns boolean language plpgsql as $$
begin
	perform pg_advisory_xact_lock(hashtext('attempt'), hashtext(what));
	delete from attempt where subject = what and at < since;
	if (select count(*) from attempt where subject = what) >= most then return false; end if;
	insert into attempt (subject, at) values (what, present);
	return true;
end
$$;
