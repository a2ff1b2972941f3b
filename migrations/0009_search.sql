-- What can be found: of each thing its words, folded, and no text. The words belong to no text search configuration,
-- so that every database folds and parts them alike. Only the functions below read them.

-- Their indexes keep no list of pending entries, which every search would have to read through.
create table search_document (
	kind text not null,
	subject_id uuid not null,
	audience_id uuid not null references audience,
	heading tsvector not null,
	words tsvector not null,
	at timestamptz not null,
	primary key (kind, subject_id)
);
create index on search_document using gin (heading) with (fastupdate = off);
create index on search_document using gin (words) with (fastupdate = off);
create index on search_document (audience_id);

-- Every word that was ever indexed, to guess what one with a slip meant. Not unique: writers must not wait for one another.
create table search_word (word text not null);
create index on search_word (word);
create index on search_word using gin (word gin_trgm_ops) with (fastupdate = off);

alter table search_document enable row level security;
alter table search_word enable row level security;

-- Makes a thing findable; whoever asks must be in its audience.
create function index_document(a_kind text, a_subject uuid, an_audience uuid, a_heading tsvector, all_words tsvector, an_at timestamptz)
returns void language plpgsql security definer set search_path = public as $$
begin
	if me() is not null and not an_audience = any (my_audiences()) then
		raise exception 'not an audience of yours' using errcode = 'insufficient_privilege';
	end if;
	insert into search_document (kind, subject_id, audience_id, heading, words, at)
		values (a_kind, a_subject, an_audience, a_heading, all_words, an_at)
		on conflict (kind, subject_id) do update
			set audience_id = excluded.audience_id, heading = excluded.heading, words = excluded.words, at = excluded.at;
	insert into search_word
		select lexeme from unnest(all_words)
		where length(lexeme) between 4 and 40 and lexeme !~ '[0-9]'
			and not exists (select from search_word known where known.word = lexeme);
end
$$;

-- Forgetting tells nobody anything, so that whoever takes back their words need not be in the audience any more.
create function forget_document(a_kind text, a_subject uuid) returns void
language sql security definer set search_path = public as
	$$ delete from search_document where kind = a_kind and subject_id = a_subject $$;

-- Known words among `slips`, and those most like the given one.
create function words_like(a_word text, slips text[]) returns text[]
language sql stable security definer set search_path = public as $$
	select array(
		select word from search_word where word = any (slips)
		union (
			select word from search_word where word % a_word
			group by word order by similarity(word, a_word) desc, word limit 30
		)
	)
$$;

-- Text operators are not leakproof, so under a policy PostgreSQL would not use their index: this function filters by the
-- asker's audiences itself. Of very common words it ranks some thousands of things, those with the words in their title first.
create function find_documents(query tsquery, kinds text[], after_rank real, after_id uuid, most integer)
returns table (kind text, subject_id uuid, rank real)
language plpgsql stable security definer set search_path = public set jit = off as $$
begin
	return query execute '
		with candidate as (
			(select d.kind, d.subject_id, d.words from search_document d
				where d.heading @@ $1 and d.audience_id = any ($2) and ($3 is null or d.kind = any ($3)) limit 1000)
			union all
			(select d.kind, d.subject_id, d.words from search_document d
				where d.words @@ $1 and d.audience_id = any ($2) and ($3 is null or d.kind = any ($3)) limit 3000)
		), ranked as (
			select c.kind, c.subject_id, max(ts_rank(''{0.1,0.1,0.1,1}'', c.words, $1)) as rank
			from candidate c group by 1, 2
		)
		select * from ranked r
		where $5 is null or (r.rank, r.subject_id) < ($4, $5)
		order by r.rank desc, r.subject_id desc limit $6'
	using query, my_audiences(), kinds, after_rank, after_id, most;
end
$$;
