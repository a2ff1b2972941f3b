import { CsvError, parse } from 'csv-parse/sync';
import { Invalid } from '#platform/errors.ts';

export const limits = { bytes: 5_000_000, rows: 50_000, columns: 200 };

export type Row = {
	/** The line of the file on which the row ends; the header is line 1. */
	line: number;
	cells: Record<string, string>;
};

/** The text of a CSV file, which must be UTF-8 or (with its mark) UTF-16. Throws Invalid. */
export function textOfCsv(bytes: Uint8Array): string {
	if (bytes.length > limits.bytes) throw wrong('The file is larger than 5 MB. Split it');
	const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
	try {
		return new TextDecoder(utf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
	} catch {
		throw wrong('The file is not UTF-8 text. Save it as "CSV UTF-8" and try again');
	}
}

/** The rows of a CSV text by lower-case column name; the delimiter is a comma, semicolon or tab. Throws Invalid, naming the line. */
export function readCsv(text: string): { columns: string[]; rows: Row[] } {
	if (text.length > limits.bytes) throw wrong('The file is larger than 5 MB. Split it');
	const records = parsed(text);
	const header = records.shift();
	if (!header) throw wrong('The file is empty. Its first line names the columns');
	if (header.record.length > limits.columns)
		throw wrong(`The file has more than ${limits.columns} columns`);
	if (records.length > limits.rows)
		throw wrong(`The file has more than ${limits.rows} rows. Split it`);
	const columns = header.record.map((name) => name.trim().toLowerCase());
	const twice = columns.find((name, i) => name !== '' && columns.indexOf(name) !== i);
	if (twice) throw wrong(`Two columns are called "${twice}"`);
	const rows = records.map(({ record, info }) => ({
		line: info.lines,
		cells: Object.fromEntries(columns.map((name, i) => [name, record[i]?.trim() ?? '']))
	}));
	return { columns, rows };
}

type Parsed = { record: string[]; info: { lines: number } }[];

function parsed(text: string): Parsed {
	try {
		return parse(text, {
			bom: true,
			delimiter: delimiterOf(text),
			info: true,
			relax_column_count: true,
			skip_empty_lines: true,
			skip_records_with_empty_values: true,
			max_record_size: 200_000
		}) as unknown as Parsed;
	} catch (error) {
		if (error instanceof CsvError) throw wrong(inWords(error));
		throw error;
	}
}

/** What stands most often between the names of the columns. */
function delimiterOf(text: string): string {
	const names = (text.match(/^[^\r\n]*/)?.[0] ?? '').replace(/"[^"]*"/g, '');
	const count = (mark: string) => names.split(mark).length;
	return [',', ';', '\t'].sort((a, b) => count(b) - count(a))[0]!;
}

function inWords(error: CsvError): string {
	const at = typeof error.lines === 'number' ? `Line ${error.lines}: ` : '';
	if (error.code === 'CSV_QUOTE_NOT_CLOSED')
		return `${at}a quotation mark (") is opened and never closed`;
	if (error.code === 'INVALID_OPENING_QUOTE')
		return `${at}a quotation mark (") stands inside a cell. Put the whole cell in quotes and double the mark`;
	if (error.code === 'CSV_INVALID_CLOSING_QUOTE')
		return `${at}something stands behind a closing quotation mark (")`;
	if (error.code === 'CSV_MAX_RECORD_SIZE')
		return `${at}a row is far too long; perhaps a quotation mark (") is never closed`;
	return `${at}this line cannot be read`;
}

function wrong(message: string): Invalid {
	return new Invalid([{ field: 'csv', message }]);
}
