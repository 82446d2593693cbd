import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Redaction } from '../_schema';
import { shieldIcon } from '../icons';
import type { IAllowed, IRedaction } from '../tokens';

/** Kinds that nobody can call no secret: a known value is one, and what was not searched may hold any. */
const CERTAIN: ReadonlySet<string> = new Set(['known_value', 'withheld']);

/** Properties of a {@link RedactionMark}. */
export interface IRedactionMarkProps {
  readonly count: number;
  readonly expanded: boolean;
  /** Whether Tab reaches it. */
  readonly reachable: boolean;
  readonly trans: TranslationBundle;
  readonly onToggle: () => void;
}

/** How many secrets were taken out of an entry; opens the list of them. */
export function RedactionMark(props: IRedactionMarkProps): React.JSX.Element {
  const { count, expanded, reachable, trans, onToggle } = props;
  const label = trans._n('%1 secret was removed', '%1 secrets were removed', count);
  return (
    <button
      type="button"
      className="jp-JournalRedaction-mark"
      aria-expanded={expanded}
      aria-label={label}
      title={label}
      tabIndex={reachable ? 0 : -1}
      onClick={event => {
        event.stopPropagation();
        onToggle();
      }}
    >
      <shieldIcon.react tag="span" aria-hidden="true" />
      {count}
    </button>
  );
}

/** Properties of {@link RedactionRows}. */
export interface IRedactionRowsProps {
  readonly redactions: readonly Redaction[];
  readonly level: number;
  /** The user's settings; null where there are none. */
  readonly redaction: IRedaction | null;
  readonly trans: TranslationBundle;
  readonly onAllow: (what: IAllowed) => void;
}

/** What was taken out of one entry: kind, place and rule of each, never the value. */
export function RedactionRows(props: IRedactionRowsProps): React.JSX.Element {
  const { redactions, level, redaction, trans, onAllow } = props;
  return (
    <>
      {redactions.map(({ kind, field, rule }) => (
        <div
          key={`${kind} ${field} ${rule}`}
          role="treeitem"
          aria-level={level}
          tabIndex={-1}
          className="jp-JournalRedaction-row"
        >
          <span className="jp-JournalRedaction-what">
            {trans.__('%1 in %2 (rule %3)', kind, field, rule)}
          </span>
          {redaction && !CERTAIN.has(kind) && (
            <NotASecret redaction={redaction} what={{ rule, field }} trans={trans} onAllow={onAllow} />
          )}
        </div>
      ))}
    </>
  );
}

interface INotASecretProps {
  readonly redaction: IRedaction;
  readonly what: IAllowed;
  readonly trans: TranslationBundle;
  readonly onAllow: (what: IAllowed) => void;
}

function NotASecret({ redaction, what, trans, onAllow }: INotASecretProps): React.JSX.Element {
  const isAllowed = redaction.allowed.some(({ rule, field }) => rule === what.rule && field === what.field);
  return isAllowed ? (
    <span className="jp-JournalRedaction-allowed" role="status">
      {trans.__('Stays in the next entry')}
    </span>
  ) : (
    <button
      type="button"
      className="jp-JournalRedaction-allow"
      title={trans.__('From the next entry on, what this rule finds in this place stays.')}
      onClick={() => {
        onAllow(what);
      }}
    >
      {trans.__('Not a secret')}
    </button>
  );
}
