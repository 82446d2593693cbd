import type { INotebookContent } from '@jupyterlab/nbformat';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { JSONObject, ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ReviewRequest } from '../_schema';
import { notebookSchema } from '../notebook';

/** The state a notebook is compared with, as `POST reviews` takes it. */
export type Base = ReviewRequest['base'];

export const DEFAULT_BASE: Base = 'git:HEAD';

const BASE_PATTERN = '^(saved|checkpoint|git:.+|file:.+)$';

/** Longer names are no revision and no path that a person means. */
const LONGEST_BASE = 1024;

/** JSON schema of the arguments of `journal:review`, for the command's `describedBy`. */
export function reviewArgumentsSchema(trans: TranslationBundle): JSONObject {
  return {
    type: 'object',
    additionalProperties: false,
    properties: {
      notebook: notebookSchema(trans),
      base: {
        type: 'string',
        pattern: BASE_PATTERN,
        maxLength: LONGEST_BASE,
        default: DEFAULT_BASE,
        description: trans.__('saved, checkpoint, git:<revision> or file:<path>')
      }
    }
  };
}

/**
 * Read the arguments of `journal:review`. Links in a notebook can run commands
 * with arguments of their author's choosing, so nothing is taken on trust.
 *
 * @throws Error - naming the argument that is wrong
 */
export function readBase(args: ReadonlyPartialJSONObject, trans: TranslationBundle): Base {
  const { base = DEFAULT_BASE } = args;
  if (typeof base !== 'string' || base.length > LONGEST_BASE || !new RegExp(BASE_PATTERN).test(base)) {
    throw new Error(
      trans.__('base: expected "saved", "checkpoint", "git:" and a revision, or "file:" and a path.')
    );
  }
  return base;
}

/**
 * The notebook as a file would hold it: `trusted` is a matter between the user
 * and this browser, and would show as a change of every code cell.
 */
export function comparable(notebook: INotebookContent): INotebookContent {
  return {
    ...notebook,
    cells: notebook.cells.map(cell => {
      const metadata = { ...cell.metadata };
      delete metadata.trusted;
      return { ...cell, metadata };
    })
  };
}
