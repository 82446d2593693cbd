import { CodeCell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { nullTranslator } from '@jupyterlab/translation';
import { codeCell, makePanel } from '../testing';
import { watchFailures } from './watcher';

const FAILED = [{ output_type: 'error', ename: 'ValueError', evalue: 'x', traceback: [] }];
const PRINTED = [{ output_type: 'stream', name: 'stdout', text: 'fine\n' }];

describe('the buttons below failed cells', () => {
  let panel: NotebookPanel;
  let clicked: CodeCell[];

  /** Which cells have a button, as positions. */
  const withButton = (): number[] =>
    panel.content.widgets.flatMap((cell, index) =>
      cell.node.querySelector('.jp-JournalFailure-button') === null ? [] : [index]
    );

  beforeEach(async () => {
    panel = await makePanel([
      codeCell('fine()', 1, PRINTED),
      codeCell('fail()', 2, FAILED),
      codeCell('later()', 3, [...PRINTED, ...FAILED])
    ]);
    clicked = [];
    watchFailures(panel, nullTranslator.load('jupyterlab_journal'), cell => {
      clicked.push(cell);
    });
    await panel.revealed;
    await Promise.resolve();
  });

  afterEach(() => {
    panel.context.dispose();
    panel.dispose();
  });

  it('stand below the cells whose outputs hold an error', () => {
    expect(withButton()).toEqual([1, 2]);
  });

  it('tell which cell is meant', () => {
    const cell = panel.content.widgets[2];
    cell?.node.querySelector<HTMLButtonElement>('.jp-JournalFailure-button')?.click();
    expect(clicked).toEqual([cell]);
  });

  it('follow cells that are moved, added and removed', async () => {
    panel.model?.sharedModel.moveCell(1, 0);
    await Promise.resolve();
    expect(withButton()).toEqual([0, 2]);
    panel.model?.sharedModel.deleteCell(2);
    panel.model?.sharedModel.insertCell(0, { ...codeCell('again()', 4, FAILED), cell_type: 'code' });
    await Promise.resolve();
    expect(withButton()).toEqual([0, 1]);
  });

  it('go when the outputs have no error any more', async () => {
    const cell = panel.content.widgets[1];
    if (cell instanceof CodeCell) {
      cell.model.outputs.clear();
    }
    panel.model?.sharedModel.insertCell(0, { cell_type: 'code', source: '' });
    await Promise.resolve();
    expect(withButton()).toEqual([3]);
  });
});
