// Apart from the schemas, which would weigh 30 kB on a page that needs this number.
/** Four weeks after adopting, unless the adopter chose another day. */
export const weeksUntilAsked = 4;
