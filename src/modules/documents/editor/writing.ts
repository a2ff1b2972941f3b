import { Editor } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret';
import { Placeholder } from '@tiptap/extensions';
import type { LiveConnection } from './connection.ts';
import { Pasting } from './pasting.ts';
import { pictureWith } from './picture.ts';
import { extensions, fragmentName } from './schema.ts';

type Given = {
	element: HTMLElement;
	connection: LiveConnection;
	me: { id: string; name: string };
	/** The name of the text for who does not see it; what an empty one says; what a picture asks. */
	words: { label: string; empty: string; picture: string };
	documentId: string;
	on: Omit<NonNullable<Parameters<typeof Pasting.configure>[0]>, 'documentId'>;
	toToolbar: () => void;
};

/** Opens the editor on a live document, whose undo takes back one's own edits alone. */
export function openWriting({
	element,
	connection,
	documentId,
	me,
	words,
	on,
	toToolbar
}: Given): Editor {
	return new Editor({
		element,
		injectCSS: false,
		extensions: [
			...extensions.map((each) => (each.name === 'image' ? pictureWith(words.picture) : each)),
			Collaboration.configure({ document: connection.doc, field: fragmentName }),
			CollaborationCaret.configure({
				provider: connection.provider,
				user: { name: me.name, color: colourOf(me.id) }
			}),
			Placeholder.configure({ placeholder: words.empty }),
			Pasting.configure({ documentId, ...on })
		],
		editorProps: {
			attributes: {
				class: 'prose',
				role: 'textbox',
				'aria-multiline': 'true',
				'aria-label': words.label
			},
			handleKeyDown(_view, event) {
				if (event.key !== 'F10' || !event.altKey) return false;
				toToolbar();
				return true;
			},
			handleDOMEvents: {
				// A link in a text that one writes is text.
				click(_view, event) {
					if ((event.target as HTMLElement).closest('a')) event.preventDefault();
					return false;
				}
			}
		}
	});
}

/** Colours that white letters stand out on, and that stand out on paper and by lamplight. */
const colours = ['#2c6a5f', '#8a5a14', '#5f4f9e', '#93406b', '#33658a', '#5d6b2f'];

function colourOf(person: string): string {
	const sum = [...person].reduce((total, sign) => total + sign.charCodeAt(0), 0);
	return colours[sum % colours.length]!;
}
