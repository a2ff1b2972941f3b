-- That a conversation is over, with a last word: nobody answers in it any more, and everybody who reads it sees who ended it.
create table thread_closure (
	comment_id uuid primary key references comment,
	by_id uuid not null references person,
	words text not null default '' check (length(words) <= 1000),
	at timestamptz not null
);

alter table thread_closure enable row level security;

create policy readers_see on thread_closure for select using (exists (select from comment c where c.id = comment_id));
create policy readers_close on thread_closure for insert with check (
	by_id = (select me()) and exists (
		select from comment c where c.id = comment_id and c.reply_to is null and c.audience_id = any ((select my_audiences())::uuid[])
	)
);
create policy closer_or_beginner_opens on thread_closure for delete using (
	by_id = (select me())
	or exists (select from comment c where c.id = comment_id and c.author_id = (select me()))
);
