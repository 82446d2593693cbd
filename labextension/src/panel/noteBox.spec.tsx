import { nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';
import { type Root, createRoot } from 'react-dom/client';
import { NoteBox } from './noteBox';

const trans = nullTranslator.load('jupyterlab_journal');

describe('the line for a note', () => {
  let host: HTMLDivElement;
  let root: Root;
  let notes: string[];
  let succeeds: boolean;

  const input = (): HTMLInputElement => host.querySelector('input') as HTMLInputElement;

  const type = (text: string): void => {
    React.act(() => {
      // React listens to the value's own setter.
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input(), text);
      input().dispatchEvent(new Event('input', { bubbles: true }));
    });
  };

  const press = async (key: string, more: KeyboardEventInit = {}): Promise<void> => {
    await React.act(async () => {
      input().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
      await Promise.resolve();
    });
  };

  beforeEach(() => {
    (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
    notes = [];
    succeeds = true;
    host = document.body.appendChild(document.createElement('div'));
    root = createRoot(host);
    const onNote = (text: string): Promise<boolean> => {
      notes.push(text);
      return Promise.resolve(succeeds);
    };
    React.act(() => {
      root.render(<NoteBox disabled={false} trans={trans} onNote={onNote} />);
    });
  });

  afterEach(() => {
    React.act(() => {
      root.unmount();
    });
    host.remove();
  });

  it('inserts what is written when Enter is pressed, and is then empty', async () => {
    type('  try dropout ');
    await press('Enter');
    expect(notes).toEqual(['try dropout']);
    expect(input().value).toBe('');
  });

  it('leaves Enter to an input method that is composing', async () => {
    type('xuexilü');
    await press('Enter', { isComposing: true });
    expect(notes).toEqual([]);
    type('学习率');
    await press('Enter');
    expect(notes).toEqual(['学习率']);
  });

  it('keeps the words when they could not be inserted', async () => {
    succeeds = false;
    type('precious');
    await press('Enter');
    expect(input().value).toBe('precious');
  });

  it.each(['', '   '])('inserts nothing for %j', async text => {
    type(text);
    await press('Enter');
    expect(notes).toEqual([]);
  });

  it('does not insert on other keys', async () => {
    type('a');
    await press('a');
    expect(notes).toEqual([]);
  });
});
