import {
	changeDirectory,
	disconnectDirectory,
	getDirectory
} from '#modules/people/server/directory/connecting.ts';
import {
	createInvitations,
	listInvitations,
	resendInvitations,
	revokeInvitation
} from '#modules/people/server/invitations.ts';
import { personNamed } from '#modules/people/server/named.ts';
import { listPeople } from '#modules/people/server/persons.ts';
import { Invalid } from '#platform/errors.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { url }: PageServerLoadEvent) => {
	const cursor = url.searchParams.get('cursor') ?? undefined;
	const { items, next } = await listInvitations(actor, cursor ? { cursor } : {});
	const { directory } = await getDirectory(actor, {});
	const people = directory ? (await listPeople(actor, {})).items : [];
	return { invitations: items, next: next && `?cursor=${next}`, directory, people };
});

export const actions = {
	link: action(async (actor, _form, { url }: RequestEvent) => {
		const { link } = await createInvitations(actor, {});
		return { link: `${url.origin}/welcome/${link!.token}` };
	}),
	invite: action(async (actor, form, _event: RequestEvent) => {
		const emails = form
			.text('emails')
			.split(/[\s,;]+/)
			.filter(Boolean);
		if (emails.length === 0)
			throw new Invalid([{ field: 'emails', message: 'Write at least one address' }]);
		const { sent, here } = await createInvitations(actor, { emails }).catch((error: unknown) => {
			throw namingAddresses(error, emails);
		});
		return { sent: sent.length, here };
	}),
	resend: action(async (actor, form, _event: RequestEvent) => ({
		resent: (await resendInvitations(actor, { invitations: form.all('invitation') })).sent
	})),
	heir: action(async (actor, form, _event: RequestEvent) => {
		await changeDirectory(actor, { heir: await personNamed(actor, 'heir', form.text('heir')) });
		return { heirChanged: true };
	}),
	disconnect: action(async (actor, _form, _event: RequestEvent) => {
		await disconnectDirectory(actor, {});
	}),
	revoke: action(async (actor, form, _event: RequestEvent) => {
		await revokeInvitation(actor, { invitation: form.text('invitation') });
	})
};

/** The door names the place in the list; people see which address it was. */
function namingAddresses(error: unknown, emails: string[]): unknown {
	if (!(error instanceof Invalid)) return error;
	const wrong = error.fields.flatMap(({ field }) => emails[Number(field.split('.')[1])] ?? []);
	const message =
		wrong.length > 0 ? `Not an address: ${wrong.slice(0, 5).join(', ')}` : error.message;
	return new Invalid([{ field: 'emails', message }]);
}
