import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Finding, Snapshot } from '../_schema';
import { detailedFacts } from './details';
import type { IChangedFact } from './drift';
import { changeText, moreChanges, packagesDiffer } from './factTexts';

/** Properties of {@link AllFacts}. */
export interface IAllFactsProps {
  snapshot: Snapshot;
  drift: readonly IChangedFact[];
  trans: TranslationBundle;
}

/** What was found, what has changed, and everything that is known of the kernel. */
export function AllFacts({ snapshot, drift, trans }: IAllFactsProps): React.JSX.Element {
  const findings = snapshot.findings ?? [];
  return (
    <>
      {findings.length > 0 && <Findings findings={findings} />}
      {drift.length > 0 && <Changes drift={drift} trans={trans} />}
      <dl className="jp-JournalFacts-list">
        {detailedFacts(snapshot, trans).map(([name, value]) => (
          <React.Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </React.Fragment>
        ))}
      </dl>
    </>
  );
}

function Findings({ findings }: { findings: readonly Finding[] }): React.JSX.Element {
  return (
    <ul className="jp-JournalFacts-findings">
      {findings.map(finding => (
        <li key={finding.code}>
          {finding.message} <span className="jp-JournalFacts-remedy">{finding.remedy}</span>
        </li>
      ))}
    </ul>
  );
}

/** How many changes are listed. */
const LISTED_CHANGES = 40;

function Changes({
  drift,
  trans
}: {
  drift: readonly IChangedFact[];
  trans: TranslationBundle;
}): React.JSX.Element {
  const packages = drift.filter(change => change.folded);
  return (
    <>
      <p className="jp-JournalFacts-heading">{trans.__('Changed since the last entry with facts')}</p>
      <ChangeList changes={drift.filter(change => !change.folded)} trans={trans} />
      {packages.length > 0 && (
        <details>
          <summary>{packagesDiffer(packages.length, trans)}</summary>
          <ChangeList changes={packages} trans={trans} />
        </details>
      )}
    </>
  );
}

function ChangeList({
  changes,
  trans
}: {
  changes: readonly IChangedFact[];
  trans: TranslationBundle;
}): React.JSX.Element | null {
  return changes.length === 0 ? null : (
    <ul className="jp-JournalFacts-changes">
      {changes.slice(0, LISTED_CHANGES).map(change => (
        <li key={change.subject}>{changeText(change, trans)}</li>
      ))}
      {changes.length > LISTED_CHANGES && <li>{moreChanges(changes.length - LISTED_CHANGES, trans)}</li>}
    </ul>
  );
}
