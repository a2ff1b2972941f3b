-- That somebody took their name, address and face out of the place. Their row stays, for nobody, so that what others said
-- to them still stands among its answers.
create table erasure (
	person_id uuid primary key references person,
	at timestamptz not null
);

alter table erasure enable row level security;
create policy members_read on erasure for select using ((select me()) is not null);
