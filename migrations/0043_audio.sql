-- Where something is said is told to whoever reads that text or comment: it may stand in others, which its hearer does not.
alter policy listeners_see on said_place using (
	exists (select from track t where t.id = track_id) and (
		exists (select from version v where v.document_id = said_place.document_id)
		or exists (select from comment c where c.id = said_place.comment_id)
	)
);
