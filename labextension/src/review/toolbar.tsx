import type { TranslationBundle } from '@jupyterlab/translation';
import { HTMLSelect, ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import React from 'react';
import type { ReviewModel } from './model';
import type { Base } from './arguments';
import { baseLabel } from './summary';

const OFFERED: readonly Base[] = ['git:HEAD', 'saved', 'checkpoint'];

/** Chooses the state that the notebook is compared with. */
export class BaseSelector extends ReactWidget {
  constructor(
    private readonly model: ReviewModel,
    private readonly trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-JournalReview-base');
  }

  protected override render(): React.JSX.Element {
    return <UseSignal signal={this.model.changed}>{() => this._select()}</UseSignal>;
  }

  private _select(): React.JSX.Element {
    const { base } = this.model;
    const offered = OFFERED.includes(base) ? OFFERED : [...OFFERED, base];
    return (
      <label>
        {this.trans.__('Compare with')}
        <HTMLSelect
          value={base}
          onChange={event => void this.model.compareWith(event.currentTarget.value)}
          aria-label={this.trans.__('Compare with')}
        >
          {offered.map(each => (
            <option key={each} value={each}>
              {baseLabel(each, this.trans)}
            </option>
          ))}
        </HTMLSelect>
      </label>
    );
  }
}
