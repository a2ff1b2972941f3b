/** What `read` says once it is as wanted, asked for up to eight seconds. */
export async function later<T>(read: () => Promise<T>, wanted: (value: T) => boolean): Promise<T> {
	let value = await read();
	for (let tries = 0; !wanted(value); tries += 1) {
		if (tries > 80) throw new Error(`still ${JSON.stringify(value)}`);
		await new Promise((over) => setTimeout(over, 100));
		value = await read();
	}
	return value;
}
