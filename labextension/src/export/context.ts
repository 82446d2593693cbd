import type { INotebookCommandContext } from '../notebookCommand';
import type { Formats } from './formats';
import type { ExportsAPI } from './model';

/** What exporting needs from the application. */
export interface IExportContext extends INotebookCommandContext {
  readonly api: ExportsAPI;
  readonly formats: Formats;
}
