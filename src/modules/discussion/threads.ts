// What pages need of the vocabulary; kept apart from the schemas, which would weigh 30 kB there.

export const limits = { characters: 20_000, mentions: 20, daysToRestore: 30 };

/** Where an unsent draft is kept on this device. */
export function keptAs(keep: string): string {
	return `junto:draft:${keep}`;
}

type Piece = { id: string; replyTo: string | null };

export type Thread<Comment extends Piece> = { root: Comment; replies: Comment[] };

/** Comments as threads, in the order given; an answer whose beginning is not there stands for itself. */
export function threads<Comment extends Piece>(comments: Comment[]): Thread<Comment>[] {
	const found = new Map<string, Thread<Comment>>();
	for (const comment of comments) {
		const thread = comment.replyTo ? found.get(comment.replyTo) : undefined;
		if (thread) thread.replies.push(comment);
		else found.set(comment.id, { root: comment, replies: [] });
	}
	return [...found.values()];
}
