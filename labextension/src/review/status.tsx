import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import React from 'react';
import type { Review } from '../_schema';
import { kindIcons } from '../icons';
import { isKind, kindLabel } from '../kinds';
import { explainFailure } from '../notifications';
import type { ReviewModel, ReviewState } from './model';
import type { Base } from './arguments';
import { baseLabel, cellsLine, changeLabel, changesTitle, entriesLine, nothingChangedLine } from './summary';

/** The words of a review: what it compares, what changed, or why it could not be made. */
export class ReviewStatus extends ReactWidget {
  constructor(
    private readonly model: ReviewModel,
    private readonly trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-JournalReview-status');
  }

  protected override render(): React.JSX.Element {
    return (
      <UseSignal signal={this.model.changed}>
        {() => <Status state={this.model.state} model={this.model} trans={this.trans} />}
      </UseSignal>
    );
  }
}

interface IStatusProps {
  state: ReviewState;
  model: ReviewModel;
  trans: TranslationBundle;
}

function Status({ state, model, trans }: IStatusProps): React.JSX.Element {
  switch (state.phase) {
    case 'loading':
      return <p role="status">{trans.__('Comparing with: %1…', baseLabel(model.base, trans))}</p>;
    case 'failed':
      return <Failure error={state.error} model={model} trans={trans} />;
    case 'ready':
      return <Changes review={state.review} base={model.base} trans={trans} />;
  }
}

function Failure({
  error,
  model,
  trans
}: { error: unknown } & Omit<IStatusProps, 'state'>): React.JSX.Element {
  return (
    <div role="alert">
      <p>{explainFailure(trans.__('The comparison could not be made.'), error, trans)}</p>
      {model.base.startsWith('git:') && (
        <button
          type="button"
          className="jp-mod-styled jp-mod-accept"
          onClick={() => void model.compareWith('saved')}
        >
          {trans.__('Compare with the last save')}
        </button>
      )}
    </div>
  );
}

interface IChangesProps {
  review: Review;
  base: Base;
  trans: TranslationBundle;
}

function Changes({ review, base, trans }: IChangesProps): React.JSX.Element {
  const outputs = <p className="jp-JournalReview-note">{trans.__('Outputs are not compared.')}</p>;
  if (review.diff.length === 0) {
    return (
      <>
        <p role="status">{nothingChangedLine(base, review.base_label, trans)}</p>
        {outputs}
      </>
    );
  }
  return (
    <>
      <h2 className="jp-JournalReview-title">{changesTitle(base, review.base_label, trans)}</h2>
      <p role="status">
        {[entriesLine(review, trans), cellsLine(review, trans)].filter(line => line !== '').join(' · ')}
      </p>
      {review.entries.length > 0 && (
        <ul className="jp-JournalReview-entries" aria-label={trans.__('Changed journal entries')}>
          {review.entries.map(entry => (
            <EntryLine key={`${entry.change}-${entry.id}`} entry={entry} trans={trans} />
          ))}
        </ul>
      )}
      {outputs}
    </>
  );
}

function EntryLine({
  entry,
  trans
}: {
  entry: Review['entries'][number];
  trans: TranslationBundle;
}): React.JSX.Element {
  const { kind, title, change } = entry;
  const label = isKind(kind) ? kindLabel(kind, trans) : kind;
  const icon = isKind(kind) ? kindIcons[kind] : kindIcons.note;
  return (
    <li className={`jp-JournalReview-entry jp-mod-${change}`}>
      <icon.react tag="span" title={label} />
      <span className="jp-JournalReview-entryTitle">{title || label}</span>
      <span className="jp-JournalReview-change">{changeLabel(change, trans)}</span>
    </li>
  );
}
