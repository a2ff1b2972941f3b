/** Milliseconds by this device's own clock: for how long ago something was on it, and for nothing else. */
export const deviceTime = (): number => Date.now();
