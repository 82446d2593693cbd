import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Signal } from '@lumino/signaling';
import { HeadingReader, type HeadingTemplate } from './heading';
import type { TemplateHeadings } from './templates';

/** Where the server keeps the templates that it ships, a folder for each language. */
const SHIPPED = join(__dirname, '..', '..', '..', 'src', 'jupyterlab_journal', 'entry', 'templates');

/** The value of a key in the front matter of a template; empty when it has none. */
function valueOf(key: string, template: string): string {
  return new RegExp(`^${key}: (.*)$`, 'm').exec(template)?.[1] ?? '';
}

function shippedTemplates(): HeadingTemplate[] {
  const names = readdirSync(SHIPPED, { recursive: true, encoding: 'utf-8' });
  return names
    .filter(name => name.endsWith('.md'))
    .map(name => readFileSync(join(SHIPPED, name), 'utf-8'))
    .map(template => ({
      kind: valueOf('kind', template),
      title: valueOf('title', template),
      numbered: valueOf('numbered', template) === 'yes'
    }));
}

/** The headings of the shipped templates, as a page knows them once the server has answered. */
export const HEADINGS: Pick<TemplateHeadings, 'reader' | 'load'> & { changed: Signal<object, void> } = {
  reader: new HeadingReader(shippedTemplates()),
  changed: new Signal({}),
  load: () => Promise.resolve()
};
