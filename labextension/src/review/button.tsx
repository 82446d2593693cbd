import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import React from 'react';
import { CommandIDs } from '../commands';

/** Opens the review of the notebook in front. */
export class ReviewButton extends ReactWidget {
  constructor(
    private readonly commands: CommandRegistry,
    private readonly trans: TranslationBundle
  ) {
    super();
  }

  protected override render(): React.JSX.Element {
    const { commands, trans } = this;
    return (
      <UseSignal signal={commands.commandChanged}>
        {() => (
          <button
            type="button"
            className="jp-JournalReview-open"
            disabled={!commands.isEnabled(CommandIDs.review)}
            title={commands.caption(CommandIDs.review)}
            onClick={() => void commands.execute(CommandIDs.review)}
          >
            {trans.__('Review')}
          </button>
        )}
      </UseSignal>
    );
  }
}
