import { PathExt } from '@jupyterlab/coreutils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ExportRequest } from '../_schema';

/** What `journal:export` may be asked for. */
export type ExportArguments = Required<Pick<ExportRequest, 'format'>> & Pick<ExportRequest, 'options'>;

const OPTIONS = ['journal_only', 'code'] as const;

/** JSON schema of the arguments, for the command's `describedBy`. */
export const exportArgumentsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    format: { type: 'string', enum: ['html', 'markdown'], default: 'html', description: 'Kind of file' },
    options: {
      type: 'object',
      additionalProperties: false,
      properties: {
        journal_only: { type: 'boolean', default: false, description: 'Only journal entries' },
        code: { type: 'boolean', default: true, description: 'Include the source of code cells' }
      }
    }
  }
} as const;

/**
 * Read the arguments of `journal:export`. Links in a notebook can run commands
 * with arguments of their author's choosing, so nothing is taken on trust.
 *
 * @throws Error - naming the argument that is wrong
 */
export function readExportArguments(args: ReadonlyPartialJSONObject): ExportArguments {
  const { format = 'html', options = {} } = args;
  if (format !== 'html' && format !== 'markdown') {
    throw new Error(`format: expected "html" or "markdown", not ${JSON.stringify(format)}.`);
  }
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new Error('options: expected an object.');
  }
  const read: NonNullable<ExportRequest['options']> = {};
  for (const [name, value] of Object.entries(options)) {
    const option = OPTIONS.find(known => known === name);
    if (option === undefined) {
      throw new Error(`options: there is no ${JSON.stringify(name)}.`);
    }
    if (typeof value !== 'boolean') {
      throw new Error(`options.${name}: expected true or false.`);
    }
    read[option] = value;
  }
  return { format, options: read };
}

/** Name of the file that an export of this notebook writes. */
export function exportName(path: string, format: ExportRequest['format']): string {
  return PathExt.basename(path, PathExt.extname(path)) + (format === 'html' ? '.html' : '.md');
}
