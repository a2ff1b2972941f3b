-- One try more of a subject, and how many there were since: one after another, so that of many at once none is missed.
create function count_try(what text, since timestamptz, present timestamptz) returns bigint language plpgsql as $$
begin
	perform pg_advisory_xact_lock(hashtext('attempt'), hashtext(what));
	delete from attempt where subject = what and at < since;
	insert into attempt (subject, at) values (what, present);
	return (select count(*) from attempt where subject = what);
end
$$;
