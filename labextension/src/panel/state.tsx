import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { RunState } from '../_schema';
import { stateIcons } from '../icons';

/** What is amiss with the run that an entry is about, in a few words; empty for words of a newer version. */
export function stateText(state: RunState, trans: TranslationBundle): string {
  switch (state) {
    case 'failed':
      return trans.__('The run failed');
    case 'killed':
      return trans.__('The kernel died during the run');
    case 'edited_since_run':
      return trans.__('The code was edited after the run');
    case 'not_run_here':
      return trans.__('The cell had not run in this kernel');
    case 'no_answer':
      return trans.__('The kernel did not answer');
    case 'running':
      return trans.__('The cell was still running');
    case 'output_cleared':
      return trans.__('The output had been cleared');
    default:
      return '';
  }
}

/** The mark of a state: a run that came to no good end, one in doubt, or one that had not ended. */
function markOf(state: RunState): keyof typeof stateIcons {
  switch (state) {
    case 'failed':
    case 'killed':
      return 'bad';
    case 'running':
      return 'running';
    default:
      return 'doubtful';
  }
}

/** A small mark that says what is amiss with the run that an entry is about. */
export function StateMark({
  state,
  trans
}: {
  state: RunState;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const text = stateText(state, trans);
  const mark = markOf(state);
  const icon = stateIcons[mark];
  return text === '' ? null : (
    <span className={`jp-JournalTimeline-state jp-mod-${mark}`} role="img" aria-label={text} title={text}>
      <icon.react tag="span" aria-hidden="true" />
    </span>
  );
}
