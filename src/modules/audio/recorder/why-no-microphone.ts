import * as m from '#messages';

/** Why a microphone, or for a film also a camera, could not be had, and what to do. */
export function whyNoMicrophone(error: unknown, film = false): string {
	if (!navigator.mediaDevices) return m.recorder_no_https();
	const name = error instanceof DOMException ? error.name : '';
	if (name === '') return m.recorder_wrong();
	const refused = name === 'NotAllowedError' || name === 'SecurityError';
	if (film && name === 'NotFoundError') return m.recorder_no_camera();
	if (film) return refused ? m.recorder_camera_not_allowed() : m.recorder_camera_wrong();
	if (refused) return m.recorder_not_allowed();
	if (name === 'NotFoundError') return m.recorder_no_microphone();
	if (name === 'NotReadableError') return m.recorder_busy();
	return m.recorder_wrong();
}
