import { LOCALES, type Locale } from './_schema';

/** The part of a tag that names the language without its country or script. */
function family(tag: string): string {
  return tag.split('-')[0] ?? '';
}

/**
 * The language of the server's texts that goes with the language of the user interface:
 * the same, else one of the same family, else English.
 */
export function entryLocale(languageCode: string): Locale {
  const asked = languageCode.replaceAll('_', '-').toLowerCase();
  const alike = LOCALES.filter(locale => family(locale.toLowerCase()) === family(asked));
  return alike.find(locale => locale.toLowerCase() === asked) ?? alike[0] ?? 'en';
}
