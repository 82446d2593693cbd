import { nullTranslator } from '@jupyterlab/translation';
import { renderToStaticMarkup } from 'react-dom/server';
import * as React from 'react';
import type { RunState } from '../_schema';
import { makeEntry } from '../testing';
import type { IEntryItem } from '../tokens';
import { rowCaption } from './row';
import { StateMark } from './state';

const trans = nullTranslator.load('jupyterlab_journal');

describe('the state of the run that an entry is about', () => {
  it.each<[RunState, string, string]>([
    ['failed', 'bad', 'The run failed'],
    ['killed', 'bad', 'The kernel died during the run'],
    ['edited_since_run', 'doubtful', 'The code was edited after the run'],
    ['not_run_here', 'doubtful', 'The cell had not run in this kernel'],
    ['no_answer', 'doubtful', 'The kernel did not answer'],
    ['running', 'running', 'The cell was still running'],
    ['output_cleared', 'doubtful', 'The output had been cleared']
  ])('%s is a mark that is read aloud, and part of the caption', (state, mark, text) => {
    const html = renderToStaticMarkup(<StateMark state={state} trans={trans} />);
    expect(html).toContain(`jp-mod-${mark}`);
    expect(html).toContain(`aria-label="${text}"`);
    const entry = makeEntry('step', 1, { state });
    const item: IEntryItem = { readable: true, cellId: 'c', entry, title: 'Lower it', number: 1 };
    expect(rowCaption(item, trans).split('\n').slice(0, 2)).toEqual(['Debug step 1 · Lower it', text]);
  });

  it('is no news of an error, whose run failed', () => {
    const entry = makeEntry('error', 1, { state: 'failed' });
    const item: IEntryItem = { readable: true, cellId: 'c', entry, title: 'ValueError', number: null };
    expect(rowCaption(item, trans)).not.toContain('The run failed');
  });

  it('of a newer version, whose word is not known, is not shown', () => {
    const state = 'levitating' as RunState;
    expect(renderToStaticMarkup(<StateMark state={state} trans={trans} />)).toBe('');
  });
});
