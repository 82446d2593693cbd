import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomRenderer } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import * as React from 'react';
import type { Finding, Snapshot } from '../_schema';
import { explainFailure } from '../notifications';
import { detailedFacts } from './details';
import type { IChangedFact } from './drift';
import { changeText, shortChangeText, shortFacts } from './facts';
import type { FactsModel, FactsState } from './model';

/** What is said when there are no facts to show. */
function message(state: FactsState, trans: TranslationBundle): string {
  switch (state.status) {
    case 'no-kernel':
      return trans.__('No kernel: start one to record its facts with your entries.');
    case 'dead':
      return trans.__('The kernel has died: restart it to record its facts with your entries.');
    case 'loading':
      return trans.__('Asking the kernel …');
    case 'failed':
      return explainFailure(trans.__('The facts of the kernel could not be read.'), state.error, trans);
    case 'no-notebook':
    case 'ready':
      return '';
  }
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

/** How many changes are named in the line, and how many in the detail. */
const NAMED_CHANGES = 2;
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

function packagesDiffer(count: number, trans: TranslationBundle): string {
  return trans._n('%1 package differs', '%1 packages differ', count);
}

function moreChanges(count: number, trans: TranslationBundle): string {
  return trans._n('%1 more change', '%1 more changes', count);
}

interface INoticesProps {
  findings: readonly Finding[];
  drift: readonly IChangedFact[];
  trans: TranslationBundle;
}

/** What there is to say, in a few words: how many findings, what changed. */
function Notices({ findings, drift, trans }: INoticesProps): React.JSX.Element | null {
  const named = drift.filter(change => !change.folded);
  const packages = drift.length - named.length;
  const notices = named.slice(0, NAMED_CHANGES).map(change => shortChangeText(change, trans));
  if (findings.length > 0) {
    notices.unshift(trans._n('%1 finding', '%1 findings', findings.length));
  }
  if (named.length > NAMED_CHANGES) {
    notices.push(moreChanges(named.length - NAMED_CHANGES, trans));
  }
  if (packages > 0) {
    notices.push(packagesDiffer(packages, trans));
  }
  return notices.length === 0 ? null : (
    <span className="jp-JournalFacts-notices">
      {notices.map(notice => (
        <span className="jp-JournalFacts-fact" key={notice}>
          {notice}
        </span>
      ))}
    </span>
  );
}

/** A dot that says whether the kernel is busy, in a colour and in words. */
function BusyDot({ busy, trans }: { busy: boolean; trans: TranslationBundle }): React.JSX.Element {
  const label = busy ? trans.__('The kernel is busy') : trans.__('The kernel is not busy');
  return (
    <span
      className={`jp-JournalFacts-dot${busy ? ' jp-mod-busy' : ''}`}
      role="img"
      aria-label={label}
      title={label}
    />
  );
}

interface IFactsProps {
  snapshot: Snapshot;
  busy: boolean;
  drift: readonly IChangedFact[];
  trans: TranslationBundle;
}

/** One line of facts, which opens to all of them. */
function Facts({ snapshot, busy, drift, trans }: IFactsProps): React.JSX.Element {
  const findings = snapshot.findings ?? [];
  return (
    <details className="jp-JournalFacts-details">
      <summary className="jp-JournalFacts-summary" title={trans.__('Show everything known about the kernel')}>
        <BusyDot busy={busy} trans={trans} />
        <span className="jp-JournalFacts-line">
          {shortFacts(snapshot, trans).map(fact => (
            <span className="jp-JournalFacts-fact" key={fact}>
              {fact}
            </span>
          ))}
        </span>
        <Notices findings={findings} drift={drift} trans={trans} />
      </summary>
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
    </details>
  );
}

/** The facts of the kernel, in one line of the panel. */
export class FactsLine extends VDomRenderer<FactsModel> {
  constructor(
    model: FactsModel,
    private readonly trans: TranslationBundle
  ) {
    super(model);
    this.addClass('jp-JournalFacts');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Facts of the kernel'));
  }

  protected override render(): React.JSX.Element | null {
    const { state, busy, drift } = this.model;
    if (state.status === 'ready') {
      return <Facts snapshot={state.snapshot} busy={busy} drift={drift} trans={this.trans} />;
    }
    const text = message(state, this.trans);
    return text === '' ? null : (
      <p className="jp-JournalFacts-message" role="status">
        {text}
      </p>
    );
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this.model.visible = true;
  }

  protected override onBeforeHide(msg: Message): void {
    super.onBeforeHide(msg);
    this.model.visible = false;
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this.model.visible = this.isVisible;
  }

  protected override onBeforeDetach(msg: Message): void {
    super.onBeforeDetach(msg);
    this.model.visible = false;
  }
}
