import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomRenderer } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import * as React from 'react';
import type { Finding } from '../_schema';
import { explainFailure } from '../notifications';
import type { IAllFactsProps } from './allFacts';
import type { IChangedFact } from './drift';
import { moreChanges, packagesDiffer, shortChangeText, shortFacts } from './factTexts';
import type { FactsModel, FactsState } from './model';

/** The line shown in place of facts. */
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

/** How many changes are named in the line. */
const NAMED_CHANGES = 2;

interface INoticesProps {
  findings: readonly Finding[];
  drift: readonly IChangedFact[];
  trans: TranslationBundle;
}

/** News in a few words: how many findings, what changed. */
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

/** What is known, in full; what lists it is loaded when it is opened for the first time. */
function useDetails(props: IAllFactsProps): [details: React.JSX.Element | null, load: () => void] {
  const [List, setList] = React.useState<React.ComponentType<IAllFactsProps> | null>(null);
  const [error, setError] = React.useState<unknown>(null);
  const load = (): void => {
    import('./allFacts').then(({ AllFacts }) => {
      setList(() => AllFacts);
    }, setError);
  };
  if (List !== null) {
    return [<List {...props} />, load];
  }
  const failure = props.trans.__('The details could not be shown.');
  return [error === null ? null : <p role="alert">{explainFailure(failure, error, props.trans)}</p>, load];
}

interface IFactsProps extends IAllFactsProps {
  busy: boolean;
}

/** One line of facts, which opens to all of them. */
function Facts({ snapshot, busy, drift, trans }: IFactsProps): React.JSX.Element {
  const [details, loadDetails] = useDetails({ snapshot, drift, trans });
  return (
    <details className="jp-JournalFacts-details" onToggle={loadDetails}>
      <summary className="jp-JournalFacts-summary" title={trans.__('Show everything known about the kernel')}>
        <BusyDot busy={busy} trans={trans} />
        <span className="jp-JournalFacts-line">
          {shortFacts(snapshot, trans).map(fact => (
            <span className="jp-JournalFacts-fact" key={fact}>
              {fact}
            </span>
          ))}
        </span>
        <Notices findings={snapshot.findings ?? []} drift={drift} trans={trans} />
      </summary>
      {details}
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
