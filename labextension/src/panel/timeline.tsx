import type { TranslationBundle } from '@jupyterlab/translation';
import { HTMLSelect, VDomRenderer } from '@jupyterlab/ui-components';
import * as React from 'react';
import type { Kind } from '../_schema';
import { isKind, kindLabel } from '../kinds';
import { notifyFailure } from '../notifications';
import type { IAllowed, IRedaction } from '../tokens';
import { TimelineList } from './list';
import type { TimelineModel } from './model';

interface IFilterProps {
  readonly filter: string;
  readonly kind: Kind | null;
  /** Kinds that can be chosen. */
  readonly kinds: readonly Kind[];
  readonly trans: TranslationBundle;
  readonly onFilter: (filter: string) => void;
  readonly onKind: (kind: Kind | null) => void;
}

function Filter({ filter, kind, kinds, trans, onFilter, onKind }: IFilterProps): React.JSX.Element {
  return (
    <div className="jp-JournalTimeline-filter" role="search">
      <input
        className="jp-mod-styled"
        type="search"
        value={filter}
        placeholder={trans.__('Filter')}
        aria-label={trans.__('Filter the entries')}
        onChange={event => {
          onFilter(event.target.value);
        }}
      />
      <HTMLSelect
        value={kind ?? ''}
        aria-label={trans.__('Show only one kind of entry')}
        onChange={event => {
          const { value } = event.target;
          onKind(isKind(value) ? value : null);
        }}
      >
        <option value="">{trans.__('All kinds')}</option>
        {kinds.map(choice => (
          <option key={choice} value={choice}>
            {kindLabel(choice, trans)}
          </option>
        ))}
      </HTMLSelect>
    </div>
  );
}

/** The entries of the notebook in front. */
export class Timeline extends VDomRenderer<TimelineModel> {
  constructor(
    model: TimelineModel,
    private readonly trans: TranslationBundle,
    private readonly redaction: IRedaction | null
  ) {
    super(model);
    this.addClass('jp-JournalTimeline');
    redaction?.changed.connect(this.update, this);
  }

  override dispose(): void {
    this.redaction?.changed.disconnect(this.update, this);
    super.dispose();
  }

  protected override render(): React.JSX.Element {
    const { model, trans } = this;
    if (model.current === null) {
      return this.message(trans.__('Open a notebook to see its journal.'));
    }
    if (model.isEmpty) {
      return this.message(
        trans.__('No entries yet. Begin with a goal; after a training run, insert a debug step or a result.')
      );
    }
    const { rows } = model;
    return (
      <>
        <Filter
          filter={model.filter}
          kind={model.kind}
          kinds={model.kinds}
          trans={trans}
          onFilter={this.onFilter}
          onKind={this.onKind}
        />
        {rows.length === 0 ? (
          this.message(trans.__('No entry matches the filter.'))
        ) : (
          <TimelineList
            rows={rows}
            redaction={this.redaction}
            trans={trans}
            onOpen={this.onOpen}
            onAllow={this.onAllow}
          />
        )}
      </>
    );
  }

  private message(text: string): React.JSX.Element {
    return <p className="jp-JournalTimeline-message">{text}</p>;
  }

  private readonly onFilter = (filter: string): void => {
    this.model.filter = filter;
  };

  private readonly onKind = (kind: Kind | null): void => {
    this.model.kind = kind;
  };

  private readonly onAllow = (what: IAllowed): void => {
    this.redaction?.allow(what).catch((error: unknown) => {
      notifyFailure(this.trans.__('The setting could not be saved.'), error, this.trans);
    });
  };

  private readonly onOpen = (cellId: string): void => {
    this.model.current?.reveal(cellId);
  };
}
