const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

type Given = Record<string, unknown>;

/** What Junto keeps of a user, by its name in small letters; whatever else a directory sends is none of its business. */
const kept: Record<string, string> = {
	username: 'userName',
	externalid: 'externalId',
	displayname: 'displayName',
	name: 'name',
	emails: 'emails',
	timezone: 'timezone',
	preferredlanguage: 'preferredLanguage',
	active: 'active'
};

/** A user as it was sent, with what is kept of it alone, and of the kinds that the standard wants where directories send others. */
export function plainUser(sent: unknown): unknown {
	if (!isObject(sent)) return sent;
	const user: Given = { schemas: [core] };
	for (const [key, value] of Object.entries(sent)) {
		const name = kept[withoutCore(key).toLowerCase()];
		if (name) user[name] = plainValue(name, value);
		if (key.toLowerCase() === enterprise.toLowerCase() && isObject(value))
			user[enterprise] = { manager: managerIn(value.manager) };
	}
	return user;
}

/** The operations of a patch upon what is kept, each with its path; none where it changes nothing of that. What is no patch comes back as it is. */
export function plainPatch(sent: unknown): unknown {
	if (!isObject(sent)) return sent;
	const { Operations: operations } = sent;
	if (!Array.isArray(operations) || !operations.every(isObject)) return sent;
	return { ...sent, Operations: operations.flatMap(plainOperation) };
}

function plainOperation(operation: Given): Given[] {
	const { path, value } = operation;
	if (path === undefined && isObject(value))
		return Object.entries(value).flatMap(([key, one]) =>
			plainOperation({ ...operation, path: key, value: one })
		);
	if (typeof path !== 'string') return [operation];
	const plain = withoutCore(path);
	const lower = plain.toLowerCase();
	if (lower.startsWith(enterprise.toLowerCase())) {
		const part = lower.slice(enterprise.length + 1);
		const manager = part === '' && isObject(value) ? value.manager : value;
		const about = ['', 'manager', 'manager.value'].includes(part);
		return about
			? [{ op: 'replace', path: `${enterprise}:manager`, value: managerIn(manager) }]
			: [];
	}
	const name = kept[lower.split(/[.[]/)[0]!];
	if (!name) return [];
	if (name === 'emails') return emailOperation(operation, lower);
	// Whoever says how a name is written out says what somebody is called.
	if (lower === 'name.formatted') return [{ ...operation, path: 'displayName' }];
	if (lower === 'name' && isObject(value))
		return Object.entries(value).flatMap(([key, one]) =>
			plainOperation({ ...operation, path: `name.${key}`, value: one })
		);
	if (lower.startsWith('name.') && !['name.givenname', 'name.familyname'].includes(lower))
		return [];
	return [
		{ ...operation, path: plain, ...('value' in operation && { value: plainValue(name, value) }) }
	];
}

/** The one address that counts is that of work; others are private. */
function emailOperation(operation: Given, path: string): Given[] {
	const { value } = operation;
	if (path === 'emails') return [{ ...operation, path: 'emails', value: plainEmails(value) }];
	const address = isObject(value) ? value.value : value;
	const counts = /\[(type eq "work"|primary eq "?true"?)\](\.value)?$/.test(path);
	if (!counts || typeof address !== 'string') return [];
	return [
		{ op: 'replace', path: 'emails', value: [{ value: address, type: 'work', primary: true }] }
	];
}

function plainValue(name: string, value: unknown): unknown {
	if (name === 'active') return boolean(value);
	if (name === 'emails') return plainEmails(value);
	if (name !== 'name' || !isObject(value)) return value === '' ? null : value;
	const { formatted, givenName, familyName } = value;
	return { formatted, givenName, familyName };
}

function plainEmails(value: unknown): unknown {
	const all = Array.isArray(value) ? value : [value];
	return all.map((one: unknown) => {
		if (!isObject(one)) return { value: one };
		const { value: address, type, primary } = one;
		return { value: address, type, ...(primary !== undefined && { primary: boolean(primary) }) };
	});
}

function managerIn(value: unknown): Given {
	const [one] = Array.isArray(value) ? value : [value];
	const id: unknown = isObject(one) ? one.value : one;
	// Nobody is nobody's id: the library takes no emptier value.
	return { value: typeof id === 'string' ? id.toLowerCase() : '' };
}

/** Some directories write truth as a word. */
function boolean(value: unknown): unknown {
	const word = typeof value === 'string' ? value.toLowerCase() : value;
	return word === 'true' ? true : word === 'false' ? false : value;
}

export function withoutCore(path: string): string {
	return path.toLowerCase().startsWith(`${core.toLowerCase()}:`)
		? path.slice(core.length + 1)
		: path;
}

function isObject(value: unknown): value is Given {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
