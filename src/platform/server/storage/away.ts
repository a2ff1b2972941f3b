/** The store of files is not there at this moment, and was not asked for anything wrong. It passes. */
export class StoreAway extends Error {}
