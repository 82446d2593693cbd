import { nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { entryId, makeEntry } from '../testing';
import { TimelineList } from './list';
import type { ITimelineRow } from './model';

const ROWS: ITimelineRow[] = Array.from({ length: 120 }, (_, i) => {
  const entry = makeEntry('step', i + 1);
  return {
    item: { readable: true, cellId: entryId(i + 1), entry, title: `Change ${i}`, number: i + 1 },
    level: 1
  };
});

describe('a long list of entries', () => {
  let host: HTMLElement;
  let root: Root;
  let opened: string[];

  const lines = (): HTMLElement[] => [...host.querySelectorAll<HTMLElement>('[role="treeitem"]')];
  const focused = (): number => lines().findIndex(line => line === document.activeElement);

  const press = (key: string): void => {
    React.act(() => {
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
      );
    });
  };

  beforeEach(() => {
    host = document.body.appendChild(document.createElement('div'));
    root = createRoot(host);
    opened = [];
    React.act(() => {
      root.render(
        <TimelineList
          rows={ROWS}
          redaction={null}
          trans={nullTranslator.load('jupyterlab_journal')}
          onOpen={cellId => opened.push(cellId)}
          onAllow={() => undefined}
        />
      );
    });
  });

  afterEach(() => {
    React.act(() => {
      root.unmount();
    });
    host.remove();
  });

  it('stands in pages of which each is passed over while it is out of sight', () => {
    const pages = [...host.querySelectorAll('.jp-JournalTimeline-page')];
    expect(pages.map(page => page.childElementCount)).toEqual([50, 50, 20]);
    expect(pages.map(page => page.getAttribute('role'))).toEqual(['none', 'none', 'none']);
    expect(lines()).toHaveLength(120);
  });

  it('is walked through by keys, over the ends of its pages', () => {
    React.act(() => {
      lines()[49]?.focus();
    });
    press('ArrowDown');
    expect(focused()).toBe(50);
    press('ArrowUp');
    expect(focused()).toBe(49);
    press('End');
    expect(focused()).toBe(119);
    expect(lines().filter(line => line.tabIndex === 0)).toEqual([lines()[119]]);
    press('Enter');
    expect(opened).toEqual([entryId(120)]);
    press('Home');
    expect(focused()).toBe(0);
  });
});
