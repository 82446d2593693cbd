import { CodeCell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { codeCell, makePanel } from '../testing';
import { FailureButtons } from './button';

const FAILED = [{ output_type: 'error', ename: 'ValueError', evalue: 'x', traceback: [] }];

describe('the button of a failed cell that was never in view', () => {
  let panel: NotebookPanel;
  let cell: CodeCell;
  let buttons: FailureButtons;

  /** The classes of the parts of the cell, in their order. */
  const parts = (): string[] => [...(cell.layout ?? [])].map(part => part.node.className);

  beforeEach(async () => {
    panel = await makePanel([codeCell('fail()', 1, FAILED)]);
    const { contentFactory, rendermime, widgets } = panel.content;
    const model = (widgets[0] as CodeCell).model;
    cell = new CodeCell({ model, contentFactory, rendermime, placeholder: true });
    buttons = new FailureButtons(nullTranslator.load('jupyterlab_journal'), () => undefined);
    buttons.update(cell, { entry: null });
  });

  afterEach(() => {
    cell.dispose();
    panel.context.dispose();
    panel.dispose();
  });

  it('comes with the cell, above its footer', async () => {
    Widget.attach(cell, document.body);
    await cell.ready;
    await Promise.resolve();
    const names = parts();
    expect(names.findIndex(name => name.includes('jp-JournalFailure'))).toBe(names.length - 2);
    expect(names.at(-1)).toContain('Footer');
  });

  it('stays away when the error has gone meanwhile', async () => {
    cell.model.outputs.clear();
    Widget.attach(cell, document.body);
    await cell.ready;
    await Promise.resolve();
    expect(parts().join()).not.toContain('jp-JournalFailure');
  });
});
