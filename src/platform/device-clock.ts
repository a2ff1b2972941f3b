/** Milliseconds by this device's own clock: for how long ago something was on it, and for nothing else that the place is told. */
export const deviceTime = (): number => Date.now();
