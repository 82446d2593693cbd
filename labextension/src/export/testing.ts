import type { Format } from '../_schema';
import { Formats } from './formats';

function format(name: string, ending: string, viewer: string | null): Format {
  const words = { label: `Export ${name}`, menu_label: `Page (${name})`, caption: `Write ${name}` };
  return { name, ending, mime_type: 'text/plain', viewer, ...words };
}

/** What the server answers in tests: the formats that it ships, and one of somebody's own. */
export const LISTED: readonly Format[] = [
  format('html', '.html', 'HTML Viewer'),
  format('markdown', '.md', 'Markdown Preview'),
  format('outline', '.outline.txt', null)
];

/** The formats of a page whose server has not answered yet. */
export function makeFormats(): Formats {
  return new Formats({ formats: () => Promise.resolve({ formats: [...LISTED] }) }, 'en');
}
