import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { IAllowed, IRedaction, JournalItem } from '../tokens';
import type { ITimelineRow } from './model';
import { RedactionRows } from './redactions';
import { TimelineItem } from './row';

/** The line that the arrow keys lead to; null when the key leads nowhere. */
function neighbour(list: HTMLElement, key: string): HTMLElement | null {
  const items = [...list.querySelectorAll<HTMLElement>('[role="treeitem"]')];
  const at = items.findIndex(item => item.contains(document.activeElement));
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

/** The cell of the line that an event happened in; null below the line. */
function cellOf(target: EventTarget): string | null {
  return (target as HTMLElement).closest<HTMLElement>('[data-cell-id]')?.dataset['cellId'] ?? null;
}

function removalsOf(item: JournalItem): number {
  return item.readable ? (item.entry.redactions?.length ?? 0) : 0;
}

/** Which lines show what was taken out of their entries. */
function useExpanded(): [ReadonlySet<string>, (cellId: string, expand?: boolean) => void] {
  const [expanded, setExpanded] = React.useState<ReadonlySet<string>>(new Set());
  const toggle = React.useCallback((cellId: string, expand?: boolean): void => {
    setExpanded(current => {
      const next = new Set(current);
      if (expand ?? !current.has(cellId)) {
        next.add(cellId);
      } else {
        next.delete(cellId);
      }
      return next;
    });
  }, []);
  return [expanded, toggle];
}

/** Lines of a page; as many as a tall screen shows. */
const PAGE = 50;

/** The lines in pages: the browser passes over a page out of sight at once, not line by line. */
function pages(rows: readonly ITimelineRow[]): ITimelineRow[][] {
  return Array.from({ length: Math.ceil(rows.length / PAGE) }, (_, index) =>
    rows.slice(index * PAGE, (index + 1) * PAGE)
  );
}

/** Properties of {@link TimelineList}. */
export interface ITimelineListProps {
  readonly rows: readonly ITimelineRow[];
  /** The user's settings about secrets; null where there are none. */
  readonly redaction: IRedaction | null;
  readonly trans: TranslationBundle;
  readonly onOpen: (cellId: string) => void;
  readonly onAllow: (what: IAllowed) => void;
}

/** The entries as a tree: Tab reaches it, arrow keys move and unfold, Enter opens. */
export function TimelineList(props: ITimelineListProps): React.JSX.Element {
  const { rows, redaction, trans, onOpen, onAllow } = props;
  const [focused, setFocused] = React.useState<string | null>(null);
  const [expanded, toggle] = useExpanded();
  const reachable = rows.find(row => row.item.cellId === focused) ?? rows[0];
  const onKeyDown = (event: React.KeyboardEvent<HTMLElement>): void => {
    const { key, target, currentTarget } = event;
    const line = (target as HTMLElement).dataset['cellId'];
    if (line !== undefined && (key === 'Enter' || key === ' ')) {
      event.preventDefault();
      onOpen(line);
    } else if (line !== undefined && (key === 'ArrowRight' || key === 'ArrowLeft')) {
      event.preventDefault();
      toggle(line, key === 'ArrowRight');
    } else {
      const next = neighbour(currentTarget, key);
      if (next !== null) {
        event.preventDefault();
        next.focus();
      }
    }
  };
  const draw = ({ item, level }: ITimelineRow): React.JSX.Element => {
    const isExpanded = removalsOf(item) > 0 && expanded.has(item.cellId);
    return (
      <React.Fragment key={item.cellId}>
        <TimelineItem
          item={item}
          level={level}
          reachable={item.cellId === reachable?.item.cellId}
          removals={removalsOf(item)}
          expanded={isExpanded}
          trans={trans}
          onOpen={onOpen}
          onToggle={toggle}
        />
        {isExpanded && item.readable && (
          <RedactionRows
            redactions={item.entry.redactions ?? []}
            level={level + 1}
            redaction={redaction}
            trans={trans}
            onAllow={onAllow}
          />
        )}
      </React.Fragment>
    );
  };
  return (
    <div
      role="tree"
      aria-label={trans.__('Entries')}
      className="jp-JournalTimeline-list"
      onKeyDown={onKeyDown}
      onFocus={event => {
        setFocused(cellOf(event.target));
      }}
    >
      {pages(rows).map((page, index) => (
        <div key={index} role="none" className="jp-JournalTimeline-page">
          {page.map(draw)}
        </div>
      ))}
    </div>
  );
}
