import mjml from 'mjml';
import { escapeHtml } from '../../html.ts';

export type Item = {
	title: string;
	href?: string;
	by?: string;
	text?: string;
	/** What one may do about it at once. */
	act?: { label: string; href: string };
};
export type Section = {
	title?: string;
	paragraphs?: string[];
	quote?: string;
	items?: Item[];
	/** What stands below, quietly. */
	after?: string;
	action?: { label: string; href: string };
};
export type Letter = {
	locale: string;
	subject: string;
	/** What an inbox shows after the subject. */
	preheader: string;
	greeting: string;
	sections: Section[];
	/** Why the reader gets it. */
	why: string;
	stop?: { label: string; href: string };
	/** The address at which an answer is heard. */
	replyTo?: string;
	place: string;
};

let shell: Promise<string> | undefined;

/** A letter as HTML and as plain text that reads well by itself. Whatever people wrote is escaped. */
export async function layOut(letter: Letter): Promise<{ html: string; text: string }> {
	shell ??= compile();
	const frame = await shell;
	const slots: Record<string, string> = {
		LOCALE: escapeHtml(letter.locale),
		SUBJECT: escapeHtml(letter.subject),
		PREHEADER: escapeHtml(letter.preheader),
		PLACE: escapeHtml(letter.place),
		GREETING: escapeHtml(letter.greeting),
		BODY: letter.sections.map(sectionHtml).join(''),
		WHY: escapeHtml(letter.why),
		STOP: letter.stop
			? `<a href="${escapeHtml(letter.stop.href)}" class="quiet">${escapeHtml(letter.stop.label)}</a>`
			: ''
	};
	return {
		html: frame.replace(/%%([A-Z]+)%%/g, (_, slot: string) => slots[slot] ?? ''),
		text: plain(letter)
	};
}

async function compile(): Promise<string> {
	const { html } = await mjml(
		`<mjml lang="%%LOCALE%%">
	<mj-head>
		<mj-title>%%SUBJECT%%</mj-title>
		<mj-preview>%%PREHEADER%%</mj-preview>
		<mj-attributes>
			<mj-all font-family="Newsreader, Georgia, 'Noto Serif', serif" color="#1E1B16" />
			<mj-text font-size="17px" line-height="1.55" padding="0 24px" />
		</mj-attributes>
		<mj-style>
			h2 { font-size: 20px; font-weight: 500; margin: 28px 0 6px; line-height: 1.25; }
			p { margin: 0 0 12px; }
			blockquote { margin: 12px 0; padding: 0 0 0 16px; border-left: 1px solid #8C8474; font-style: italic; }
			.item { border-top: 1px solid #E4DDD0; padding: 10px 0; }
			.by, .quiet { color: #6A6357; font-size: 14px; }
			.action { display: inline-block; background: #B93A1C; color: #FBF8F2; padding: 11px 20px; border-radius: 3px; text-decoration: none; font-family: Arial, sans-serif; font-size: 15px; }
			a { color: inherit; }
			@media (prefers-color-scheme: dark) {
				body, body > div, .paper, .paper td { background: #191714 !important; }
				div, p, h2, a, blockquote { color: #EDE6DA !important; }
				.by, .quiet { color: #A79E8F !important; }
				.item { border-color: #37322B; }
				.action { background: #F08A6C; color: #191714 !important; }
			}
		</mj-style>
	</mj-head>
	<mj-body background-color="#FBF8F2" width="600px" css-class="paper">
		<mj-section padding="28px 0 0"><mj-column>
			<mj-text font-size="14px" color="#6A6357">%%PLACE%%</mj-text>
			<mj-divider border-width="1px" border-color="#E4DDD0" padding="10px 24px 18px" />
			<mj-text><p>%%GREETING%%</p>%%BODY%%</mj-text>
			<mj-divider border-width="1px" border-color="#E4DDD0" padding="26px 24px 12px" />
			<mj-text font-size="14px" color="#6A6357"><p class="quiet">%%WHY%% %%STOP%%</p></mj-text>
		</mj-column></mj-section>
	</mj-body>
</mjml>`
	);
	return html;
}

function sectionHtml({
	title,
	paragraphs = [],
	quote,
	items = [],
	after,
	action
}: Section): string {
	return [
		title ? `<h2>${escapeHtml(title)}</h2>` : '',
		...paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`),
		quote ? `<blockquote>${escapeHtml(quote).replaceAll('\n', '<br>')}</blockquote>` : '',
		...items.map(itemHtml),
		after ? `<p class="quiet">${escapeHtml(after).replaceAll('\n', '<br>')}</p>` : '',
		action
			? `<p><a class="action" href="${escapeHtml(action.href)}">${escapeHtml(action.label)}</a></p>`
			: ''
	].join('');
}

function itemHtml({ title, href, by, text, act }: Item): string {
	return [
		'<div class="item">',
		href ? `<a href="${escapeHtml(href)}">${escapeHtml(title)}</a>` : escapeHtml(title),
		by ? ` <span class="by">${escapeHtml(by)}</span>` : '',
		text ? `<br><span class="quiet">${escapeHtml(text)}</span>` : '',
		act ? `<br><a href="${escapeHtml(act.href)}">${escapeHtml(act.label)}</a>` : '',
		'</div>'
	].join('');
}

function plain(letter: Letter): string {
	const sections = letter.sections.map(
		({ title, paragraphs = [], quote, items = [], after, action }) =>
			[
				title ? `${title}\n${'-'.repeat(Math.min(72, title.length))}` : '',
				...paragraphs,
				quote ? quote.replace(/^/gm, '> ') : '',
				...items.map((item) =>
					[
						`* ${item.title}${item.by ? ` (${item.by})` : ''}`,
						item.text && `  ${item.text}`,
						item.href && `  ${item.href}`,
						item.act && `  ${item.act.label}: ${item.act.href}`
					]
						.filter(Boolean)
						.join('\n')
				),
				after ?? '',
				action ? `${action.label}:\n${action.href}` : ''
			]
				.filter(Boolean)
				.join('\n\n')
	);
	const foot = [letter.why, letter.stop && `${letter.stop.label}: ${letter.stop.href}`]
		.filter(Boolean)
		.join('\n');
	return `${[letter.greeting, ...sections, `-- \n${letter.place}\n${foot}`].join('\n\n')}\n`;
}
