import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { JSONObject, ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ExportRequest, Format } from '../_schema';
import { notebookSchema } from '../notebook';
import type { Formats } from './formats';

/** What `journal:export` is asked for. */
export interface IExportArguments {
  readonly format: Format;
  readonly options: NonNullable<ExportRequest['options']>;
}

const OPTIONS = ['journal_only', 'code'] as const;

/** JSON schema of the arguments, for `describedBy`. */
export function exportArgumentsSchema(formats: readonly Format[], trans: TranslationBundle): JSONObject {
  const names = formats.map(({ name }) => name);
  return {
    type: 'object',
    additionalProperties: false,
    properties: {
      notebook: notebookSchema(trans),
      format: {
        type: 'string',
        enum: names,
        ...(names[0] !== undefined && { default: names[0] }),
        description: trans.__('Kind of file')
      },
      options: {
        type: 'object',
        additionalProperties: false,
        properties: {
          journal_only: {
            type: 'boolean',
            default: false,
            description: trans.__('Only the entries of the journal')
          },
          code: { type: 'boolean', default: true, description: trans.__('The source of code cells, too') }
        }
      }
    }
  };
}

/**
 * Read the arguments of `journal:export`. Links in a notebook can run commands
 * with arguments of their author's choosing, so nothing is taken on trust.
 *
 * @throws Error - naming the argument that is wrong
 */
export function readExportArguments(
  args: ReadonlyPartialJSONObject,
  formats: Pick<Formats, 'list' | 'find'>,
  trans: TranslationBundle
): IExportArguments {
  const { options = {} } = args;
  const format = formats.find(args.format);
  if (format === undefined) {
    const names = formats.list.map(({ name }) => JSON.stringify(name));
    const expected = names.reduce(
      (some, other) => (some === '' ? other : trans.__('%1 or %2', some, other)),
      ''
    );
    throw new Error(trans.__('format: expected %1, not %2.', expected, JSON.stringify(args.format)));
  }
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new Error(trans.__('options: expected an object.'));
  }
  const read: NonNullable<ExportRequest['options']> = {};
  for (const [name, value] of Object.entries(options)) {
    const option = OPTIONS.find(known => known === name);
    if (option === undefined) {
      throw new Error(trans.__('options: there is no %1.', JSON.stringify(name)));
    }
    if (typeof value !== 'boolean') {
      throw new Error(trans.__('options.%1: expected true or false.', name));
    }
    read[option] = value;
  }
  return { format, options: read };
}

/** Name of the file that an export of this notebook writes. */
export function exportName(path: string, { ending }: Pick<Format, 'ending'>): string {
  return PathExt.basename(path, PathExt.extname(path)) + ending;
}
