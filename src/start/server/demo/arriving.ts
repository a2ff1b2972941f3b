import { actorOf } from '#modules/people/server/actors.ts';
import { importPeople } from '#modules/people/server/import/import.ts';
import { changeMe, confirmMe } from '#modules/people/server/me.ts';
import { listPeople } from '#modules/people/server/persons.ts';
import { addSkill } from '#modules/people/server/skills.ts';
import { at } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { usualWeek } from '#platform/time/week.ts';
import { atWork, type Calendar } from './calendar.ts';
import { cast } from './cast.ts';
import type { Member } from './member.ts';
import type { Player } from './script.ts';

/** Lets the steward bring everybody of the cast by a file, and each of them come and say when they work; `told` is called once for each. */
export async function arrive(
	steward: string,
	calendar: Calendar,
	told: () => void
): Promise<Player[]> {
	const first = calendar.begins
		.toZonedDateTime({ timeZone: 'UTC', plainTime: '07:00' })
		.toInstant();
	const host = (await actorOf(steward))!;
	await at(first, async () => {
		await confirmMe(host, { zone: host.zone, week: usualWeek });
		await changeMe(host, { about: 'I look after how we learn from one another here.' });
		await addSkill(host, { name: 'Facilitation', direction: 'teach' });
		await addSkill(host, { name: 'Asking well', direction: 'learn' });
	});
	await at(first.add({ minutes: 20 }), () => importPeople(host, { csv: fileOf(cast) }));
	const { items } = await listPeople(host, {});
	const ids = new Map(items.map(({ id, name }) => [name, id]));
	const players: Player[] = [{ key: 'steward', actor: host, zone: host.zone, week: usualWeek }];
	const moments = cast
		.map((member, i) => ({
			member,
			when: atWork(calendar.begins.add({ days: 1 + (i % 5) }), member, (i % 9) / 10)
		}))
		.sort((a, b) => Temporal.Instant.compare(a.when, b.when));
	for (const { member, when } of moments) {
		players.push(await come(member, ids.get(member.name)!, when));
		told();
	}
	return players;
}

function fileOf(members: Member[]): string {
	const rows = members.map(({ key, name, zone }) => `${name},${key}@demo.example,${zone}`);
	return ['name,email,zone', ...rows].join('\n');
}

async function come(member: Member, id: string, when: Temporal.Instant): Promise<Player> {
	const { key, name, zone, week, about, teach, learn } = member;
	const actor: Actor = { id, name, zone, locale: 'en', steward: false };
	await at(when, async () => {
		await confirmMe(actor, { zone, week });
		await changeMe(actor, { about });
		for (const skill of teach) await addSkill(actor, { name: skill, direction: 'teach' });
		for (const skill of learn) await addSkill(actor, { name: skill, direction: 'learn' });
	});
	return { key, actor, zone, week };
}
