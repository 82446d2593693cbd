import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import * as React from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { makeEntry } from '../testing';
import type { IAllowed, IRedaction } from '../tokens';
import { TimelineList } from './list';
import type { ITimelineRow } from './model';

const trans = nullTranslator.load('jupyterlab_journal');
const REDACTIONS = [
  { kind: 'password', field: 'output', rule: 'password-label' },
  { kind: 'known_value', field: 'source', rule: 'known-value' },
  { kind: 'withheld', field: 'output', rule: 'time-budget' }
];

function row(cellId: string, redactions?: typeof REDACTIONS): ITimelineRow {
  const entry = makeEntry('step', Number(cellId), redactions && { redactions });
  return { item: { readable: true, cellId, entry, title: `Step ${cellId}`, number: 1 }, level: 2 };
}

class FakeRedaction implements IRedaction {
  readonly isOff = false;
  allowed: IAllowed[] = [];
  readonly changed = new Signal<this, void>(this);

  allow(what: IAllowed): Promise<void> {
    this.allowed = [...this.allowed, what];
    return Promise.resolve();
  }
}

describe('secrets taken out of an entry', () => {
  let host: HTMLElement;
  let root: Root;
  let redaction: FakeRedaction;
  let opened: string[];

  const draw = (): void => {
    React.act(() => {
      root.render(
        <TimelineList
          rows={[row('1', REDACTIONS), row('2')]}
          redaction={redaction}
          trans={trans}
          onOpen={cellId => opened.push(cellId)}
          onAllow={what => void redaction.allow(what)}
        />
      );
    });
  };

  const find = (selector: string): HTMLElement[] => [...host.querySelectorAll<HTMLElement>(selector)];
  const lines = (): (string | null)[] => find('.jp-JournalRedaction-what').map(line => line.textContent);
  const mark = (): HTMLElement => find('.jp-JournalRedaction-mark')[0] as HTMLElement;

  const press = (target: HTMLElement, key: string): void => {
    React.act(() => {
      target.focus();
      target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    });
  };

  const click = (target: HTMLElement): void => {
    React.act(() => {
      target.click();
    });
  };

  beforeEach(() => {
    (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
    redaction = new FakeRedaction();
    opened = [];
    host = document.body.appendChild(document.createElement('div'));
    root = createRoot(host);
    draw();
  });

  afterEach(() => {
    React.act(() => {
      root.unmount();
    });
    host.remove();
  });

  it('are counted by a mark, where there are any', () => {
    expect(find('.jp-JournalRedaction-mark')).toHaveLength(1);
    expect(mark().textContent).toBe('3');
    expect(mark().getAttribute('aria-label')).toBe('3 secrets were removed');
  });

  it('are listed by kind, place and rule when the mark is pressed, without opening the cell', () => {
    expect(lines()).toEqual([]);
    click(mark());
    expect(lines()).toEqual([
      'password in output (rule password-label)',
      'known_value in source (rule known-value)',
      'withheld in output (rule time-budget)'
    ]);
    expect(mark().getAttribute('aria-expanded')).toBe('true');
    expect(opened).toEqual([]);
    click(mark());
    expect(lines()).toEqual([]);
  });

  it('are reached by keyboard: arrows unfold, move and fold', () => {
    const [first] = find('[data-cell-id="1"]') as [HTMLElement];
    press(first, 'ArrowRight');
    expect(lines()).toHaveLength(3);
    press(first, 'ArrowDown');
    expect(document.activeElement).toBe(find('.jp-JournalRedaction-row')[0]);
    press(find('.jp-JournalRedaction-row')[2] as HTMLElement, 'ArrowDown');
    expect(document.activeElement).toBe(find('[data-cell-id="2"]')[0]);
    press(find('.jp-JournalRedaction-allow')[0] as HTMLElement, 'ArrowUp');
    expect(document.activeElement).toBe(first);
    press(first, 'ArrowLeft');
    expect(lines()).toEqual([]);
    press(first, 'Enter');
    expect(opened).toEqual(['1']);
  });

  it('can be called no secret, but not a known value nor what was not searched', () => {
    click(mark());
    const buttons = find('.jp-JournalRedaction-allow');
    expect(buttons.map(button => button.textContent)).toEqual(['Not a secret']);
    click(buttons[0] as HTMLElement);
    expect(redaction.allowed).toEqual([{ rule: 'password-label', field: 'output' }]);
    draw();
    expect(find('.jp-JournalRedaction-allow')).toEqual([]);
    expect(find('.jp-JournalRedaction-allowed').map(note => note.textContent)).toEqual([
      'Stays in the next entry'
    ]);
  });
});
