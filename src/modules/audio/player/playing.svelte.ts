/** Whether something plays on whatever page this person is; the player itself is loaded where there is something to hear. */
export const playing = $state({ shown: false, person: '' });
