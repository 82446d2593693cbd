import type { TranslationBundle } from '@jupyterlab/translation';
import type { JSONObject, ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { Kind } from '../_schema';
import { isObject } from '../entry/metadata';
import { notebookSchema, readText } from '../notebook';

/** Longest idempotency key, in characters; the server takes no longer one. */
const LONGEST_KEY = 200;

/** What every command that inserts an entry may be given. */
export interface IInsertArguments {
  /** Path of the notebook; the one in front when absent. */
  readonly notebook?: string;
  /** Id of the cell to act on; the active one when absent. */
  readonly cell?: string;
  /** Texts of the entry, by section, with `title`. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Names one call of a program: however many pages get it, it inserts one entry. */
  readonly key?: string;
}

/** An entry that is to be inserted. */
export interface IWanted extends Omit<IInsertArguments, 'notebook'> {
  readonly kind: Kind;
  /** A program learns of failures by the rejected promise, and takes the focus from nobody. */
  readonly byProgram: boolean;
}

/** JSON schema of these arguments, for `describedBy`. */
export function insertArgumentsSchema(trans: TranslationBundle): JSONObject {
  return {
    notebook: notebookSchema(trans),
    cell: {
      type: 'string',
      description: trans.__('Id of the cell to act on; the active one when absent')
    },
    fields: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: trans.__('Texts of the entry, by the name of the section of its template, and "title"')
    },
    key: {
      type: 'string',
      minLength: 1,
      maxLength: LONGEST_KEY,
      description: trans.__(
        'Names this call: however often and in however many pages it is repeated, it inserts one entry, and asks nothing'
      )
    }
  };
}

function isRecordOfTexts(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.values(value).every(text => typeof text === 'string');
}

function readKey(value: unknown, trans: TranslationBundle): string {
  if (typeof value !== 'string' || value === '' || value.length > LONGEST_KEY) {
    throw new Error(trans.__('key: expected a text of 1 to %1 characters.', LONGEST_KEY));
  }
  return value;
}

/**
 * Read the arguments of a command that inserts an entry. Links in a notebook can run commands with
 * arguments of their author's choosing, so nothing is taken on trust.
 *
 * @throws Error - naming the argument that is wrong
 */
export function readInsertArguments(
  { notebook, cell, fields, key }: ReadonlyPartialJSONObject,
  trans: TranslationBundle
): IInsertArguments {
  if (fields !== undefined && !isRecordOfTexts(fields)) {
    throw new Error(trans.__('fields: expected an object whose values are texts.'));
  }
  return {
    ...(notebook !== undefined && { notebook: readText('notebook', notebook, trans) }),
    ...(cell !== undefined && { cell: readText('cell', cell, trans) }),
    ...(fields !== undefined && { fields }),
    ...(key !== undefined && { key: readKey(key, trans) })
  };
}

/** Whether a program calls: a person gives no arguments, except by the keys of a shortcut. */
export function isByProgram(args: ReadonlyPartialJSONObject): boolean {
  const isNamed = ['notebook', 'cell', 'fields', 'key'].some(name => args[name] !== undefined);
  return isNamed && args['_luminoEvent'] === undefined;
}
