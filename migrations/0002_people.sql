-- People beyond their name: leave, skills, invitations, tokens, requests to join a circle.

create table leave (
	id uuid primary key,
	person_id uuid not null references person,
	first_day date not null,
	last_day date not null check (last_day >= first_day)
);
create index on leave (person_id);

create table skill (
	person_id uuid not null references person,
	name text not null check (length(name) between 1 and 80),
	direction text not null check (direction in ('teach', 'learn')),
	primary key (person_id, direction, name)
);

create index on skill (direction, lower(name));

create table circle_request (
	circle_id uuid not null references circle,
	person_id uuid not null references person,
	at timestamptz not null,
	primary key (circle_id, person_id)
);

create table invitation (
	id uuid primary key,
	token_hash text not null unique,
	email text,
	name text not null default '',
	by_id uuid not null references person,
	at timestamptz not null,
	expires_at timestamptz not null
);

create table invitation_acceptance (
	invitation_id uuid not null references invitation,
	person_id uuid not null references person,
	at timestamptz not null,
	primary key (invitation_id, person_id)
);

create table invitation_revocation (
	invitation_id uuid primary key references invitation,
	by_id uuid not null references person,
	at timestamptz not null
);

create table token (
	id uuid primary key,
	person_id uuid not null references person,
	hash text not null unique,
	label text not null,
	at timestamptz not null
);

create table setup_link (
	token_hash text primary key,
	at timestamptz not null
);

alter table leave enable row level security;
alter table skill enable row level security;
alter table circle_request enable row level security;
alter table invitation enable row level security;
alter table invitation_acceptance enable row level security;
alter table invitation_revocation enable row level security;
alter table token enable row level security;
alter table setup_link enable row level security;

create policy own on leave for all using (person_id = (select me()));
create policy members_read on skill for select using ((select me()) is not null);
create policy own on skill for all using (person_id = (select me()));
-- Whoever may not see a circle cannot ask to join it either; its maker lets people in.
create policy own_or_maker on circle_request for select using (
	person_id = (select me())
	or exists (select from circle c where c.id = circle_id and c.created_by = (select me()))
);
create policy own_asks on circle_request for insert with check (
	person_id = (select me())
	and exists (select from circle c where c.id = circle_id and c.joining = 'request')
);
create policy own_or_maker_ends on circle_request for delete using (
	person_id = (select me())
	or exists (select from circle c where c.id = circle_id and c.created_by = (select me()))
);
create policy open_to_join on circle_member for insert with check (
	person_id = (select me())
	and exists (select from circle c where c.id = circle_id and c.joining = 'open')
);
create policy maker_adds on circle_member for insert with check (
	exists (select from circle c where c.id = circle_id and c.created_by = (select me()))
);
create policy maker_removes on circle_member for delete using (
	exists (select from circle c where c.id = circle_id and c.created_by = (select me()))
);
create function in_circle(which uuid, who uuid) returns boolean language sql stable security definer set search_path = public as
	$$ select exists (select from circle_member where circle_id = which and person_id = who) $$;
create policy maker_hands_over on circle for update using (created_by = (select me()))
	with check (in_circle(id, created_by));
-- Addresses are the sign-in library's: whoever invites learns which of them belong to somebody here.
create function addresses_here(asked text[]) returns setof text language sql stable security definer set search_path = public as
	$$ select email from auth."user" where email = any (asked) and i_am_steward() $$;
create policy steward on invitation for all using ((select i_am_steward()));
create policy steward on invitation_acceptance for select using ((select i_am_steward()));
create policy steward on invitation_revocation for all using ((select i_am_steward()));
create policy own on token for all using (person_id = (select me()));
