import type { Kind, Template } from '../_schema';

/** What a template says of the headings of its entries. */
export type HeadingTemplate = Pick<Template, 'kind' | 'title' | 'numbered'>;

/** The digits of a generated heading. */
export interface IHeadingNumber {
  readonly value: number;
  /** Offset of the first digit in the source. */
  readonly start: number;
  /** Offset after the last digit. */
  readonly end: number;
}

/** As much of a line as can be a title, in characters; more than any title that is shown. */
const MAX_TITLE = 300;

/** Where characters are kept that are no marks while the marks are taken off: a private area of Unicode. */
const ASIDE = 0xe000;

function putAside(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, mark => String.fromCharCode(ASIDE + mark.charCodeAt(0)));
}

function takeBack(text: string): string {
  return text.replace(/[\ue000-\ue07f]/g, mark => String.fromCharCode(mark.charCodeAt(0) - ASIDE));
}

/**
 * What a line of Markdown says, without its marks. What is escaped, or code, has none.
 *
 * The time these patterns take grows with the square of the length: give them a short line.
 */
function plainText(line: string): string {
  const plain = line
    .replace(/`([^`]*)`|\\([!-/:-@[-`{-~])/g, (_match, code?: string, escaped?: string) =>
      putAside(code ?? escaped ?? '')
    )
    .replace(/^\s*(?:#{1,6}\s+|>\s*|[-*+]\s+|\d+[.)]\s+)/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|`)/g, '')
    .replace(/(^|\s)[*_](\S(?:.*?\S)?)[*_](?=\s|$)/g, '$1$2')
    .trim();
  return takeBack(plain);
}

/** Kinds whose first section says by itself what the entry is about, once it is filled. */
const TITLED_BY_TEXT: ReadonlySet<Kind> = new Set<Kind>(['goal', 'hypothesis']);

/** The first sentence of the first filled section, without its point; empty when none is filled. */
function firstSentence(source: string): string {
  const section = /^\*\*[^*\n]+\*\*[ \t]*([^*\s][^\n]*)$/m.exec(source)?.[1] ?? '';
  const text = plainText(section.slice(0, MAX_TITLE));
  const end = /[。！？]|[.!?](?=\s)(?<!\b(?:e\.g|i\.e|vs|cf|approx|[A-Za-z])\.)/.exec(text);
  return (end === null ? text : text.slice(0, end.index + 1)).replace(/[.。]+$/, '');
}

/** Pattern of any of these texts; without texts it matches nothing. */
function anyOf(texts: Iterable<string>): string {
  const escaped = [...new Set(texts)].map(text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return escaped.length === 0 ? '(?!)' : `(?:${escaped.join('|')})`;
}

/** What the templates of one kind say of a heading, in every language. */
interface IHeadingForm {
  /** Matches as far as the digits of a numbered heading that is still as it was generated. */
  readonly number: RegExp;
  /** Matches what stands before the title, in a heading without marks. */
  readonly label: RegExp;
}

function formOf(templates: readonly HeadingTemplate[]): IHeadingForm {
  const numbered = anyOf(templates.filter(template => template.numbered).map(({ title }) => title));
  const labels = anyOf(templates.map(({ title }) => plainText(title.slice(0, MAX_TITLE))));
  return {
    number: new RegExp(`^(#{1,6} ${numbered} )(\\d+)(?= · |[ \\t]*(?:\\n|$))`),
    label: new RegExp(`^${labels}(?: \\d+)?(?:\\s*[·:：]\\s*|$)`)
  };
}

/** Reads the headings of entries, in the forms that templates give them: shipped ones, a user's and a team's. */
export class HeadingReader {
  constructor(templates: readonly HeadingTemplate[]) {
    this.numbered = new Set(templates.filter(({ numbered }) => numbered).map(({ kind }) => kind));
    const byKind = new Map<string, HeadingTemplate[]>();
    for (const template of templates) {
      byKind.set(template.kind, [...(byKind.get(template.kind) ?? []), template]);
    }
    this.forms = new Map([...byKind].map(([kind, ofKind]) => [kind, formOf(ofKind)]));
  }

  /** Whether headings of this kind carry a number. */
  isNumbered(kind: Kind): boolean {
    return this.numbered.has(kind);
  }

  /**
   * Find the number in the first line of an entry, when that line still has its generated form
   * (`### Step 3 · title`, or without a title); a heading that was rewritten has none.
   */
  findNumber(source: string, kind: Kind): IHeadingNumber | null {
    const match = this.forms.get(kind)?.number.exec(source);
    if (!match) {
      return null;
    }
    const [, lead = '', digits = ''] = match;
    return { value: Number(digits), start: lead.length, end: lead.length + digits.length };
  }

  /**
   * Title of an entry as its text has it: the heading without kind and number, or the first line, cut when
   * long; of a goal or a hypothesis whose heading says no more, its first sentence.
   */
  titleOf(source: string, kind: Kind): string {
    const lines = source.split('\n').filter(line => line.trim() !== '');
    const heading = lines.find(line => /^#{1,6}\s/.test(line)) ?? lines[0] ?? '';
    const text = plainText(heading.slice(0, MAX_TITLE));
    const label = this.forms.get(kind)?.label;
    const title = label === undefined ? text : text.replace(label, '');
    return title === '' && TITLED_BY_TEXT.has(kind) ? firstSentence(source) : title;
  }

  private readonly numbered: ReadonlySet<string>;
  private readonly forms: ReadonlyMap<string, IHeadingForm>;
}

/** Where the first unfilled section of an entry is: an italic hint, alone or after a bold label. */
export function findFirstHint(source: string): { start: number; end: number } | null {
  const match = /^(\*\*[^*\n]+\*\*[ \t]*)?(\*[^*\s](?:[^*\n]*[^*\s])?\*)[ \t]*$/m.exec(source);
  if (match === null) {
    return null;
  }
  const [, label = '', hint = ''] = match;
  const start = match.index + label.length;
  return { start, end: start + hint.length };
}
