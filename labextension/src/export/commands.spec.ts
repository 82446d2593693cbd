import { Notification } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import { nullTranslator } from '@jupyterlab/translation';
import { MenuSvg } from '@jupyterlab/ui-components';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import type { Export, ExportRequest } from '../_schema';
import { JournalAPIError } from '../api';
import { CommandIDs } from '../commands';
import { addExportCommand } from './commands';
import type { Formats } from './formats';
import type { ExportsAPI } from './model';
import { makeFormats } from './testing';
import { ExportButton } from './widget';

const trans = nullTranslator.load('jupyterlab_journal');

/** A page with one notebook in front, whose server refuses every export. */
class Page {
  constructor() {
    const startExport = (request: ExportRequest): Promise<Export> => {
      this.requests.push(request);
      return Promise.reject(new JournalAPIError({ code: 'busy', message: 'No.', hint: '' }, 503));
    };
    // Its context alone, and that one described: a drive needs another contents manager than tests have.
    const panel = {
      context: { path: 'RTC:digits.ipynb', localPath: 'digits.ipynb', model: { dirty: false } }
    };
    addExportCommand({
      api: { startExport } as unknown as ExportsAPI,
      commands: this.commands,
      formats: this.formats,
      journal: { find: () => Promise.resolve(null) },
      notebooks: { currentWidget: panel, currentChanged: new Signal({}) } as unknown as INotebookTracker,
      trans
    });
  }

  readonly commands = new CommandRegistry();
  readonly formats: Formats = makeFormats();
  readonly requests: ExportRequest[] = [];
}

describe('the command that exports', () => {
  let page: Page;

  beforeEach(() => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    page = new Page();
  });

  afterEach(() => {
    Notification.dismiss();
    jest.restoreAllMocks();
  });

  it('names the notebook by its path on the server, without the drive of the contents manager', async () => {
    await page.commands.execute(CommandIDs.export);
    expect(page.requests).toEqual([{ path: 'digits.ipynb', format: 'html', options: {} }]);
  });

  it('takes a format that only the server knows', async () => {
    await page.commands.execute(CommandIDs.export, { format: 'outline' });
    expect(page.requests.map(({ format }) => format)).toEqual(['outline']);
    const { args } = await page.commands.describedBy(CommandIDs.export);
    expect(args).toMatchObject({ properties: { format: { enum: ['html', 'markdown', 'outline'] } } });
  });

  it('is labelled by the server, once that has answered', async () => {
    const args = { format: 'outline' };
    const changed = jest.fn();
    page.commands.commandChanged.connect(changed);
    expect(page.commands.label(CommandIDs.export, args)).toBe('Export the Notebook');
    await page.formats.load();
    expect(changed).toHaveBeenCalled();
    expect(page.commands.label(CommandIDs.export, args)).toBe('Export outline');
    expect(page.commands.label(CommandIDs.export, { ...args, isMenu: true })).toBe('Page (outline)');
    expect(page.commands.caption(CommandIDs.export, args)).toBe('Write outline');
  });
});

describe('the button that exports', () => {
  it('offers every format that the server lists', async () => {
    const { commands, formats } = new Page();
    const addItem = jest.spyOn(MenuSvg.prototype, 'addItem');
    const button = new ExportButton(commands, formats, trans);
    expect(addItem).not.toHaveBeenCalled();
    await formats.load();
    expect(addItem.mock.calls.map(([{ args }]) => args)).toEqual([
      { format: 'html' },
      { format: 'markdown' },
      { format: 'outline' }
    ]);
    button.dispose();
    addItem.mockRestore();
  });
});
