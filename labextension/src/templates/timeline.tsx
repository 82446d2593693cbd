import type { TranslationBundle } from '@jupyterlab/translation';
import { HTMLSelect, VDomRenderer } from '@jupyterlab/ui-components';
import * as React from 'react';
import type { Kind } from '../_schema';
import { isKind, kindLabel } from '../kinds';
import type { ITimelineRow, TimelineModel } from './model';
import { TimelineItem } from './row';

/** The line that the arrow keys lead to; null when the key leads nowhere. */
function neighbour(list: HTMLElement, key: string): HTMLElement | null {
  const items = [...list.querySelectorAll<HTMLElement>('[role="treeitem"]')];
  const at = items.findIndex(item => item === document.activeElement);
  switch (key) {
    case 'ArrowDown':
      return items[at + 1] ?? null;
    case 'ArrowUp':
      return items[at - 1] ?? null;
    case 'Home':
      return items[0] ?? null;
    case 'End':
      return items.at(-1) ?? null;
    default:
      return null;
  }
}

interface IListProps {
  readonly rows: readonly ITimelineRow[];
  readonly trans: TranslationBundle;
  readonly onOpen: (cellId: string) => void;
}

/** The entries as a tree: Tab reaches it, arrow keys move, Enter opens. */
function List({ rows, trans, onOpen }: IListProps): React.JSX.Element {
  const [focused, setFocused] = React.useState<string | null>(null);
  const reachable = rows.find(row => row.item.cellId === focused) ?? rows[0];
  const onKeyDown = (event: React.KeyboardEvent<HTMLElement>): void => {
    const cellId = (event.target as HTMLElement).dataset['cellId'];
    if ((event.key === 'Enter' || event.key === ' ') && cellId !== undefined) {
      event.preventDefault();
      onOpen(cellId);
      return;
    }
    const next = neighbour(event.currentTarget, event.key);
    if (next !== null) {
      event.preventDefault();
      next.focus();
    }
  };
  return (
    <ul
      role="tree"
      aria-label={trans.__('Entries')}
      className="jp-JournalTimeline-list"
      onKeyDown={onKeyDown}
      onFocus={event => {
        setFocused(event.target.dataset['cellId'] ?? null);
      }}
    >
      {rows.map(row => (
        <TimelineItem
          key={row.item.cellId}
          item={row.item}
          level={row.level}
          reachable={row.item.cellId === reachable?.item.cellId}
          trans={trans}
          onOpen={onOpen}
        />
      ))}
    </ul>
  );
}

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
    private readonly trans: TranslationBundle
  ) {
    super(model);
    this.addClass('jp-JournalTimeline');
  }

  protected override render(): React.JSX.Element {
    const { model, trans } = this;
    if (model.current === null) {
      return this.say(trans.__('Open a notebook to see its journal.'));
    }
    if (model.isEmpty) {
      return this.say(
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
          this.say(trans.__('No entry matches the filter.'))
        ) : (
          <List rows={rows} trans={trans} onOpen={this.onOpen} />
        )}
      </>
    );
  }

  private say(text: string): React.JSX.Element {
    return <p className="jp-JournalTimeline-message">{text}</p>;
  }

  private readonly onFilter = (filter: string): void => {
    this.model.filter = filter;
  };

  private readonly onKind = (kind: Kind | null): void => {
    this.model.kind = kind;
  };

  private readonly onOpen = (cellId: string): void => {
    this.model.current?.reveal(cellId);
  };
}
