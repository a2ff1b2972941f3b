/** What a learning platform runs of a course: it hears when it is begun, and when its reader says that they have read it (SCORM 1.2, run-time environment). */
export const runtime = `const found = (from) => {
	for (let at = from, steps = 0; at && steps < 12; at = at.parent, steps += 1) {
		try { if (at.API) return at.API; } catch { return null; }
		if (at.parent === at) return null;
	}
	return null;
};
const api = found(window) ?? (window.opener && found(window.opener));
const button = document.querySelector('button');
if (api) {
	api.LMSInitialize('');
	const status = () => api.LMSGetValue('cmi.core.lesson_status');
	const show = () => { button.disabled = ['completed', 'passed'].includes(status()); };
	if (['', 'not attempted'].includes(status())) api.LMSSetValue('cmi.core.lesson_status', 'incomplete');
	api.LMSCommit('');
	button.hidden = false;
	button.addEventListener('click', () => {
		api.LMSSetValue('cmi.core.lesson_status', 'completed');
		api.LMSCommit('');
		show();
	});
	show();
	addEventListener('pagehide', () => api.LMSFinish(''));
}
`;

export const style = `body { font: 1.15rem/1.6 Georgia, 'Noto Serif', serif; max-width: 40rem; margin: 3rem auto; padding: 0 1.25rem; color: #1e1b16; background: #fbf8f2 }
h1, h2, h3 { font-weight: 500; line-height: 1.25 }
.by { color: #6a6357; font-size: .9rem }
img { max-width: 100%; height: auto }
blockquote { margin-inline: 0; padding-inline-start: 1rem; border-inline-start: 1px solid #8c8474; font-style: italic }
pre { overflow-x: auto }
table { border-collapse: collapse }
td, th { padding: .3rem .8rem .3rem 0; text-align: start; border-bottom: 1px solid #e4ddd0 }
button { font: 1rem system-ui, sans-serif; padding: .7rem 1.3rem; border: 0; border-radius: 3px; color: #fbf8f2; background: #b93a1c }
button:disabled { color: #6a6357; background: #e4ddd0 }
@media (prefers-color-scheme: dark) {
	body { color: #ede6da; background: #191714 }
	.by { color: #a79e8f }
	a { color: inherit }
}
`;
