/** In an installed pack's folder: what it is. We write it; an archive never does. */
export const STATE_FILE = 'pack.json';
