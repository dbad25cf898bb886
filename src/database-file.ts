/** In the data folder. */
export const DATABASE_FILE = 'danke-nein.db';
