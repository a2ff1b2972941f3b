/** The browser's cache in which lies what plays without a network; the service worker answers from it. */
export const keptCache = 'junto-kept';
