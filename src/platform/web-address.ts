/** Whether what somebody wrote for a place is one of the web, which a page may lead to. */
export const isWebAddress = (place: string): boolean => /^https?:\/\/\S+$/.test(place);
