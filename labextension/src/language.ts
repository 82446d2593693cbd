import type { EntryRequest } from './_schema';

/** Languages in which the server writes entries and findings. */
export type Locale = NonNullable<EntryRequest['locale']>;

/** The language of the server's texts that goes with the language of the user interface. */
export function entryLocale(languageCode: string): Locale {
  return /^zh([_-]|$)/i.test(languageCode) ? 'zh-CN' : 'en';
}
