/** Whether something plays on whatever page this person is; the player itself is loaded where there is something to hear. */
export const playing = $state({ shown: false, person: '' });

/** Where a device notes whose what it keeps is. */
export const keptBy = 'junto-kept-by';

/** Where a device notes what this person's files on their way are, or of anybody when nobody is named. */
export const onItsWay = (person = '') => `junto-on-its-way-${person}`;

/** Where a device keeps what this person heard until the place can be told. */
export const listenedAs = (person: string) => `junto-listened-${person}`;
