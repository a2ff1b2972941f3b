-- One row per thing that can be found. Matching runs in one function that filters by the asker's audiences itself,
-- because text operators are not leakproof and PostgreSQL would not use their index under a policy.

create text search configuration plain (copy = simple);
alter text search configuration plain
	alter mapping for hword, hword_part, word with unaccent, simple;

create table search_document (
	kind text not null,
	subject_id uuid not null,
	audience_id uuid not null references audience,
	title text not null,
	body text not null,
	url text not null,
	at timestamptz not null,
	words tsvector generated always as (
		setweight(to_tsvector('plain', title), 'A') || setweight(to_tsvector('plain', body), 'B')
	) stored,
	primary key (kind, subject_id)
);
create index on search_document using gin (words);

-- Every word that was ever indexed, to find what was meant by one with a typo. It is shown to nobody.
create table search_word (word text primary key);
create index on search_word using gin (word gin_trgm_ops);

alter table search_document enable row level security;
alter table search_word enable row level security;

-- Keeps a thing findable; the asker must be in its audience.
create function index_document(a_kind text, a_subject uuid, an_audience uuid, a_title text, a_body text, a_url text, an_at timestamptz)
returns void language plpgsql security definer set search_path = public as $$
begin
	if me() is not null and not an_audience = any (my_audiences()) then
		raise exception 'not an audience of yours';
	end if;
	insert into search_document (kind, subject_id, audience_id, title, body, url, at)
		values (a_kind, a_subject, an_audience, a_title, a_body, a_url, an_at)
		on conflict (kind, subject_id) do update set audience_id = excluded.audience_id, title = excluded.title,
			body = excluded.body, url = excluded.url, at = excluded.at;
	insert into search_word
		select distinct lexeme from search_document d, unnest(d.words) where d.kind = a_kind and d.subject_id = a_subject
			and length(lexeme) between 3 and 40
		on conflict do nothing;
end
$$;

create function forget_document(a_kind text, a_subject uuid) returns void
language sql security definer set search_path = public as
	$$ delete from search_document where kind = a_kind and subject_id = a_subject
		and (me() is null or audience_id = any (my_audiences())) $$;

-- Words like the given one, for a small slip of the finger; the word itself comes first.
create function words_like(a_word text) returns text[] language sql stable security definer set search_path = public as $$
	select array(
		select word from search_word where word % lower(unaccent(a_word))
		order by similarity(word, lower(unaccent(a_word))) desc limit 6
	)
$$;

create function find_documents(query tsquery, kinds text[], after_rank real, after_id uuid, most integer)
returns table (kind text, subject_id uuid, title text, snippet text, url text, at timestamptz, rank real)
language sql stable security definer set search_path = public as $$
	with found as (
		select d.kind, d.subject_id, d.title, d.body, d.url, d.at, ts_rank(d.words, query)::real as rank
		from search_document d
		where d.words @@ query
			and d.audience_id = any ((select my_audiences())::uuid[])
			and (kinds is null or d.kind = any (kinds))
	), page as (
		select * from found
		where after_id is null or (found.rank, found.subject_id) < (after_rank, after_id)
		order by rank desc, subject_id desc limit most
	)
	select kind, subject_id, title,
		ts_headline('plain', body, query, 'StartSel=⟦, StopSel=⟧, MaxWords=30, MinWords=12, MaxFragments=1'), url, at, rank
	from page order by rank desc, subject_id desc
$$;
