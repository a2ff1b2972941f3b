/** An entry for somebody's own calendar as a file, told apart from others by `name`. */
export function calendarFile(ics: string, name: string): Response {
	return new Response(ics, {
		headers: {
			'content-type': 'text/calendar; charset=utf-8',
			'content-disposition': `attachment; filename="${name}.ics"`,
			'cache-control': 'no-store'
		}
	});
}
