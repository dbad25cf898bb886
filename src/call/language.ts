export type Language = 'de' | 'en';
