import { Notification } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import type { Export, ExportRequest } from '../_schema';
import { JournalAPIError } from '../api';
import { CommandIDs } from '../commands';
import { addExportCommand } from './commands';
import type { ExportsAPI } from './model';

describe('the command that exports', () => {
  it('names the notebook by its path on the server, without the drive of the contents manager', async () => {
    // Its context alone, and that one described: a drive needs another contents manager than tests have.
    const panel = {
      context: { path: 'RTC:digits.ipynb', localPath: 'digits.ipynb', model: { dirty: false } }
    };
    const requests: ExportRequest[] = [];
    const startExport = (request: ExportRequest): Promise<Export> => {
      requests.push(request);
      return Promise.reject(new JournalAPIError({ code: 'busy', message: 'No.', hint: '' }, 503));
    };
    const commands = new CommandRegistry();
    addExportCommand({
      api: { startExport } as unknown as ExportsAPI,
      commands,
      journal: { find: () => Promise.resolve(null) },
      notebooks: { currentWidget: panel, currentChanged: new Signal({}) } as unknown as INotebookTracker,
      trans: nullTranslator.load('jupyterlab_journal')
    });
    await commands.execute(CommandIDs.export);
    expect(requests.map(({ path }) => path)).toEqual(['digits.ipynb']);
    Notification.dismiss();
  });
});
