import * as m from '#messages';

/** Why a microphone, or for a film also a camera, could not be had, and what to do. */
export function whyNoMicrophone(error: unknown, film = false): string {
	if (!navigator.mediaDevices) return m.recorder_no_https();
	if (film) return m.recorder_no_camera();
	const name = error instanceof DOMException ? error.name : '';
	if (name === 'NotAllowedError' || name === 'SecurityError') return m.recorder_not_allowed();
	if (name === 'NotFoundError') return m.recorder_no_microphone();
	if (name === 'NotReadableError') return m.recorder_busy();
	return m.recorder_wrong();
}
