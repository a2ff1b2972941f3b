-- Whoever suggested words takes them back even where they do not hear the track any more.
drop policy author_or_voice on transcript_correction;
create policy author_or_voice on transcript_correction for select using (
	by_id = (select me()) or (is_my_take(take_id) and exists (select from take k where k.id = take_id))
);
