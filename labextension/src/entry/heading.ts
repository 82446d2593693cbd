import type { Kind } from '../_schema';

/**
 * What a generated heading says before its title, by kind, in every language of the shipped
 * templates. They are words of the document, not of the user interface, so they are not translated.
 */
const HEADING_LABELS: Readonly<Record<Kind, readonly string[]>> = {
  goal: ['Goal', '目标'],
  hypothesis: ['Hypothesis', '假设'],
  step: ['Step', '调试步骤'],
  error: ['Error', '错误'],
  result: ['Result', '结果'],
  figure: ['Figure', '图'],
  environment: ['Environment', '环境'],
  conclusion: ['Conclusion', '结论'],
  note: ['Note', '笔记']
};

/** Kinds whose headings carry a number. */
const NUMBERED: ReadonlySet<Kind> = new Set<Kind>(['step', 'hypothesis']);

/** Whether headings of this kind carry a number. */
export function isNumbered(kind: Kind): boolean {
  return NUMBERED.has(kind);
}

/** The digits of a generated heading. */
export interface IHeadingNumber {
  readonly value: number;
  /** Offset of the first digit in the source. */
  readonly start: number;
  /** Offset after the last digit. */
  readonly end: number;
}

/**
 * Find the number in the first line of an entry, when that line still has its generated form
 * (`### Step 3 · title`, or without a title); a heading that was rewritten has none.
 */
export function findHeadingNumber(source: string, kind: Kind): IHeadingNumber | null {
  const labels = HEADING_LABELS[kind].join('|');
  const match = new RegExp(`^(#{1,6} (?:${labels}) )(\\d+)(?= · |[ \\t]*(?:\\n|$))`).exec(source);
  if (match === null) {
    return null;
  }
  const [, lead = '', digits = ''] = match;
  return { value: Number(digits), start: lead.length, end: lead.length + digits.length };
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

/**
 * Title of an entry as its text has it: the heading without kind and number, or the first line, cut when
 * long; of a goal or a hypothesis whose heading says no more, its first sentence.
 */
export function titleOf(source: string, kind: Kind): string {
  const lines = source.split('\n').filter(line => line.trim() !== '');
  const heading = lines.find(line => /^#{1,6}\s/.test(line)) ?? lines[0] ?? '';
  const text = plainText(heading.slice(0, MAX_TITLE));
  const labels = HEADING_LABELS[kind].join('|');
  const title = text.replace(new RegExp(`^(?:${labels})(?: \\d+)?(?:\\s*[·:：]\\s*|$)`), '');
  return title === '' && TITLED_BY_TEXT.has(kind) ? firstSentence(source) : title;
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
